/// The part in which somebody uses the service. The first three follow from the roster, the others are granted.
public enum AccessRole: String, CaseIterable, Hashable, Sendable, Comparable {
    /// Sees the own record.
    case learner
    /// Sees the own children's records, until they are of age.
    case family
    /// Sees the records of the learners of the own sections, as long as these last.
    case teacher
    /// Keeps the records and transcripts of a school, or of the district.
    case registrar
    /// Sees who was offered what in the own school, with names where nobody was offered anything.
    case principal
    /// Sees numbers of groups, never so small that they name a child.
    case analyst
    /// Brings data in and watches over the tables.
    case dataEngineer = "data-engineer"
    /// Says who may come in.
    case administrator

    /// Those that somebody has to grant.
    public static let granted: [AccessRole] = [.registrar, .principal, .analyst, .dataEngineer, .administrator]
    /// Those that can be granted for one school.
    public static let ofSchools: Set<AccessRole> = [.registrar, .principal, .analyst]
    /// Those who work for the district.
    public static let staff: Set<AccessRole> = [
        .teacher, .registrar, .principal, .analyst, .dataEngineer, .administrator,
    ]

    /// In the order of the list above.
    public static func < (left: Self, right: Self) -> Bool { left.place < right.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
