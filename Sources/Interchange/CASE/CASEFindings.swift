/// What was met on the way while a CASE package was read: everything that does not stand in the result as it stood.
public struct CASEFindings: Hashable, Sendable {
    /// Members that CASE does not have, by object and name; they were kept out.
    public internal(set) var unknown: [String: Int] = [:]
    /// Members of CASE 1.0 that repeat what the package says anyway, by object and name; 1.1 has no place for them.
    public internal(set) var superseded: [String: Int] = [:]
    /// Members that score or weigh, by object and name; they were dropped.
    public internal(set) var scores: [String: Int] = [:]
    /// Required members that were missing and repeat another one now, by object and name.
    public internal(set) var filled: [String: Int] = [:]
    /// Kinds of association that CASE does not have, and what they were kept as.
    public internal(set) var renamedKinds: [String: Int] = [:]
    /// Moments without a zone; they were taken for UTC.
    public internal(set) var momentsWithoutZone = 0
    /// Criteria whose levels stood highest first; they stand lowest first now.
    public internal(set) var turnedCriteria = 0

    /// Nothing out of the way.
    public init() {}
}
