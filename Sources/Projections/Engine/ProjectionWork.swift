import EventLog
import LearningRecord

/// The engine's work on the shards of one projection.
///
/// It is made where the projection's type is written out (``ProjectionCatalogue``), so that the compiler makes code for
/// that type: code for any projection takes about twice as long for each event.
struct ProjectionWork: Sendable {
    /// Loads shards into the bare tables of a build (``Loader``).
    let loading: @Sendable (Checkpoint) -> any LoadPart
    /// Brings shards up to a position and gives them back (``Worker``).
    let advance: @Sendable (EventLog, Checkpoint, Int64, (@Sendable (Int64) -> Void)?) async throws -> Projector.Outcome
    /// Holds a projection of a district in memory (``Follower``), but for the learners who wait.
    let live: @Sendable (Checkpoint, Set<LearnerID>) -> any LiveProjection

    init<P: Projection>(_: P.Type) {
        live = { LiveFolds<P>($0, waiting: $1) }
        loading = { LoadedFolds<P>($0) }
        advance = { log, checkpoint, last, progress in
            var worker = Worker<P>(log: log, checkpoint: checkpoint)
            return try await worker.run(upTo: last, progress: progress)
        }
    }
}
