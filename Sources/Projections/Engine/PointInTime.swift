public import LearningRecord

/// As of when something is asked. There are two answers to "as of June": what the record said in June, and what, by all
/// that is known today, had happened by June.
public enum PointInTime: Hashable, Sendable {
    /// As the projection has it now.
    case now
    /// As the log stood at a position.
    case position(Int64)
    /// As it was known at a time: what the log had taken by then, corrected as far as it was corrected by then.
    case known(Instant)
    /// What had happened by a time, by all that is known today: with what was recorded later, without what was taken out
    /// since.
    case happened(Instant)
    /// What had happened by a time, as far as the log knew at another.
    case happenedAsKnown(Instant, at: Instant)
}
