/// Why a question about access equity has no answer.
public enum EquityQuestionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a question names.
    public enum Name: String, Hashable, Sendable {
        /// A dimension of groups.
        case dimension = "dimension of groups by that name"
        /// A school.
        case school = "school of that name"
        /// A term.
        case term = "term of that name"
        /// A school year.
        case schoolYear = "school year"
    }

    /// The district has no such thing; those that it has.
    case unknown(Name, String, known: [String])
    /// The names name several schools or windows, or none, where one of each is needed.
    case notOne(schools: Int, windows: Int)

    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .unknown(.schoolYear, let year, _): "there is no school year that ends in \(year)"
        case .unknown(let name, _, _): "there is no \(name.rawValue)"
        case .notOne(let schools, let windows):
            "not one school and one window, but \(schools) and \(windows), have these names"
        }
    }
}
