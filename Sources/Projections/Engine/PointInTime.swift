public import LearningRecord

/// As of when something is asked.
public enum PointInTime: Hashable, Sendable {
    /// As the projection has it now.
    case now
    /// As the log stood at a position.
    case position(Int64)
    /// As it was known at a time: what the log had taken by then.
    case known(Instant)
}
