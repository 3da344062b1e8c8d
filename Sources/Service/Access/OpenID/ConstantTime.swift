/// Comparisons of secrets.
enum ConstantTime {
    /// Whether both are the same; the time tells how long they are, and no more.
    static func areEqual(_ one: some StringProtocol, _ other: some StringProtocol) -> Bool {
        guard one.utf8.count == other.utf8.count else { return false }
        return zip(one.utf8, other.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
