/// Writes learning events as lines of JSON, byte by byte: a tree of values for each line would take most of the time.
///
/// What is put in must need no escape. All of it comes from this program.
struct EventWriter {
    /// The lines that are not yet in a file.
    private(set) var bytes: [UInt8] = []
    /// How many of each kind were written.
    private(set) var counts = [Int](repeating: 0, count: SampleKind.allCases.count)
    /// How many happened weeks before the ones around them.
    private(set) var late = 0

    private let key: UInt64
    private var serial: UInt64 = 0

    init(key: UInt64) {
        self.key = key
        bytes.reserveCapacity(1 << 21)
    }

    var total: Int { counts.reduce(0, +) }

    /// Forgets the lines, which stand in a file now.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func countLate() { late += 1 }

    /// The id of the next event.
    mutating func id(at moment: SampleMoment) -> EventReference {
        serial += 1
        return EventReference(
            milliseconds: moment.milliseconds, bits: SplitMix64.bits(serial, key: key), key: key)
    }

    /// Writes an event up to its facts. The first of these must follow without a comma.
    /// - Parameter again: whether it is said of the second id of a learner whom the roster has twice.
    mutating func begin(
        _ kind: SampleKind, _ id: EventReference, at moment: SampleMoment, of learner: Int, again: Bool = false,
        by role: SampleRole, in section: SectionText
    ) {
        counts[kind.rawValue] += 1
        put("{\"id\":\"")
        id.append(to: &bytes)
        put("\",\"kind\":\"")
        put(kind.name)
        put("\",\"learner\":\"")
        put(learner: learner, again: again)
        put("\",\"occurredAt\":\"")
        moment.append(to: &bytes)
        switch role {
        case .teacher:
            bytes.append(contentsOf: section.byTeacher)
        case .learner:
            put("\",\"assertedBy\":{\"person\":\"")
            put(learner: learner, again: again)
            put("\",\"role\":\"learner\"}")
        case .system:
            put("\",\"assertedBy\":{\"role\":\"system\"}")
        }
        bytes.append(contentsOf: section.place)
    }

    /// Ends the facts, and the event with them.
    mutating func end() { put("}}\n") }

    /// Ends the facts and gives one field of words.
    mutating func end(_ field: StaticString, _ words: StaticString) {
        put("},\"words\":{\"")
        put(field)
        put("\":\"")
        put(words)
        put("\"}}\n")
    }

    private mutating func put(learner: Int, again: Bool) {
        put("roster:learner-")
        put(learner)
        if again { put("-again") }
    }

    mutating func put(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func put(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    mutating func put(_ id: EventReference) { id.append(to: &bytes) }

    /// Puts in a number that is not negative.
    mutating func put(_ number: Int) {
        if number >= 10 { put(number / 10) }
        bytes.append(UInt8(truncatingIfNeeded: 48 + number % 10))
    }
}
