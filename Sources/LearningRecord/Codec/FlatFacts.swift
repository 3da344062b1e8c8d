/// The facts of an event in flat form: the columns that every kind shares, and the rest.
///
/// What projections fold on most stands in columns, so that SQL can read it and decoding is cheap; see
/// `Docs/event-catalogue.md` for which field of which kind stands where.
public struct FlatFacts: Hashable, Sendable {
    /// The competency, or the first of several.
    public var competency: CompetencyID?
    /// The level, or that of the first claim.
    public var level: Level?
    /// The kind's main choice: an attempt's outcome, an opportunity's form, an answer…
    public var code: Int16?
    /// The event that this one speaks of: the offer answered, the decision revised, the event corrected…
    public var about: EventID?
    /// What is tried, offered or asked for: a task, an opportunity, a support, a course.
    public var item: String?
    /// The fields that have no column, as ``PackedJSON``; `nil` when there are none.
    public var more: [UInt8]?

    /// No facts.
    public init() {}
}
