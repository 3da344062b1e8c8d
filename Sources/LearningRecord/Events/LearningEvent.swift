/// Something that happened in a learner's learning: what everything else is built from.
public struct LearningEvent: Hashable, Sendable {
    /// The id that makes a retry safe: the same id with the same content is the same event.
    public var id: EventID
    /// Whose learning it is.
    public var learner: LearnerID
    /// When it happened, as the one who tells it claims.
    public var occurredAt: Instant
    /// Who says so.
    public var assertedBy: Assertion
    /// In which school.
    public var school: SchoolID?
    /// In which section.
    public var section: SectionID?
    /// What happened.
    public var facts: Facts
    /// What people wrote about it.
    public var words: Words

    /// An event.
    public init(
        id: EventID, learner: LearnerID, occurredAt: Instant, assertedBy: Assertion, school: SchoolID? = nil,
        section: SectionID? = nil, facts: Facts, words: Words = [:]
    ) {
        self.id = id
        self.learner = learner
        self.occurredAt = occurredAt
        self.assertedBy = assertedBy
        self.school = school
        self.section = section
        self.facts = facts
        self.words = words
    }

    /// Which kind this is.
    public var kind: EventKind { facts.kind }

    /// The moments that an event may claim to have happened at: what every part of the product can store and print.
    public static let moments =
        Instant(
            microseconds: -62_135_596_800_000_000)..<Instant(
            microseconds: 253_402_300_800_000_000)

    /// Refuses what no event may be, whatever way it was made.
    public func check() throws(RecordError) {
        try assertedBy.check(at: "assertedBy")
        try facts.payload.check()
        try words.check(for: kind)
        guard Self.moments.contains(occurredAt) else {
            throw RecordError(.invalidValue, at: "occurredAt", "must lie in the years 1 to 9999")
        }
        if kind == .enrolled, school == nil {
            throw RecordError(.missingField, at: "school", "must be there: enrolled names the school")
        }
        if case .correction(let correction) = facts, correction.corrects == id {
            throw RecordError(.invalidValue, at: "facts.corrects", "must be another event")
        }
        if case .identityLinked(let link) = facts, link.other == learner {
            throw RecordError(.invalidValue, at: "facts.other", "must be another id than the event's learner")
        }
    }
}
