/// How much the lists of an event may hold.
enum Limits {
    static let competencies = 50
    static let supports = 50
    static let authors = 50
    static let evidence = 200

    /// Refuses a list that is too short, too long, or holds one thing twice.
    static func check<Element, Key: Hashable>(
        _ elements: [Element], at path: @autoclosure () -> String, count: ClosedRange<Int>, of things: StaticString,
        by key: (Element) -> Key
    ) throws(RecordError) {
        guard count.contains(elements.count), elements.count < 2 || Set(elements.map(key)).count == elements.count
        else {
            throw RecordError(
                .invalidValue, at: path(),
                "must name \(count.lowerBound) to \(count.upperBound) \(things), each once")
        }
    }

    /// Refuses a list of competencies likewise.
    static func check(competencies: [CompetencyID]) throws(RecordError) {
        try check(competencies, at: "facts.competencies", count: 1...Self.competencies, of: "competencies") { $0 }
    }
}
