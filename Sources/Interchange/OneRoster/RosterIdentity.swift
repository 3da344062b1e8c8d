/// How a person who comes under a new sourcedId is recognised as one who is known under another. Never by a name alone.
public enum RosterIdentityRule: String, Sendable, Hashable, CaseIterable {
    /// Given name, family name and birth date are the same.
    case nameAndBirthDate = "name-and-birth-date"
    /// Given name, family name and e-mail address are the same, and birth dates are not known to differ.
    case nameAndEmail = "name-and-email"
}

/// What becomes of a sourcedId that names somebody with other names and another birth date than before.
public enum RosterReusedIDs: String, Sendable, Hashable, CaseIterable {
    /// The import is refused.
    case refuse
    /// The one before ended, and somebody new begins.
    case newPerson = "new-person"
    /// The source system corrected what it knew of the same person.
    case samePerson = "same-person"
}
