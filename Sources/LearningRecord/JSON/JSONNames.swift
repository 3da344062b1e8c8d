/// The names of an object that is being read: tells whether one is new.
struct JSONNames {
    /// Up to here a list is searched faster than a set is filled.
    private static let fewNames = 12
    private var names: Set<ExactName> = []

    /// Whether none of `members` has this name. To be asked for each member in turn, before it is added.
    mutating func isNew(_ name: String, among members: [(name: String, value: JSON)]) -> Bool {
        guard members.count >= Self.fewNames else { return !members.contains { $0.name.isExactly(name) } }
        if names.isEmpty { names = Set(members.map { ExactName(text: $0.name) }) }
        return names.insert(ExactName(text: name)).inserted
    }
}

private struct ExactName: Hashable {
    let text: String

    static func == (left: Self, right: Self) -> Bool { left.text.isExactly(right.text) }
}
