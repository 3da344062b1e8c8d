/// A class of record that a retention schedule can speak of: what the store can destroy by itself.
public enum RecordClass: String, Sendable, CaseIterable, Hashable {
    /// What people wrote about a learner, of all kinds: sealed with one key, which is destroyed.
    case words
    /// Who a learner was: names, birth date, email, roster ids, enrolments of the roster, relationships. Words go with it.
    case identity
    /// Which groups a learner belonged to (race and ethnicity, sex, language …).
    case groups
    /// Who staff and families were, once the roster no longer has them.
    case otherPeople = "other-people"
    /// Reports of roster imports, and how far files of events were read.
    case importReports = "import-reports"

    /// From which day the time is counted, in words.
    public var countedFrom: String {
        switch self {
        case .words, .identity, .groups: "the learner's last day"
        case .otherPeople: "the day the roster no longer had the person"
        case .importReports: "the import"
        }
    }
}
