/// A piece of evidence as readiness looks at it: what it speaks to for one competency, and where it came from.
///
/// Pieces are in the order in which learning happened, then in that of the log.
public struct EvidencePiece: Hashable, Sendable, Comparable {
    /// The position of the event.
    public var position: Int64
    /// When it was shown, as claimed.
    public var at: Instant
    /// The level that it speaks to.
    public var level: Level
    /// What sort of evidence it is.
    public var form: Evidence.Form
    /// The task that it came from; `nil` when the evidence names none.
    public var task: Label?
    /// Where it was shown; `nil` when the evidence names no context.
    public var context: Label?

    /// A piece.
    public init(
        position: Int64, at: Instant, level: Level, form: Evidence.Form, task: Label? = nil, context: Label? = nil
    ) {
        self.position = position
        self.at = at
        self.level = level
        self.form = form
        self.task = task
        self.context = context
    }

    /// Earlier evidence comes first; of the same time, what the log took first.
    public static func < (left: Self, right: Self) -> Bool {
        left.at != right.at ? left.at < right.at : left.position < right.position
    }
}
