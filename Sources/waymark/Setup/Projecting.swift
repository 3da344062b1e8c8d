import EventLog
import LearningRecord
import Projections

/// Brings the tables that people read to where the log stands.
enum Projecting {
    /// Catches up, with progress; answers where the projections stand.
    @discardableResult
    static func catchUp(_ log: EventLog) async throws -> [ProjectionStatus] {
        let progress = ProgressLine()
        defer { progress.clear() }
        return try await Interrupted.explaining(
            Interrupted(
                stored: "all events are stored; the tables are as far as they came",
                resume: "`waymark project` brings them up to date.")
        ) {
            try await Projector(log: log).catchUp { projection, position in
                progress.show("\(projection): \(Cell.grouped(position)) events")
            }
        }
    }

    /// Tells whoever reads a table that it is behind the log, or that the learner they ask about waits at an event.
    static func tellLag(of projection: String, in log: EventLog, about learner: LearnerID? = nil) async throws {
        let status = try await Projector(log: log).status().first {
            $0.projection == projection && $0.state == .live
        }
        guard let status else { return }
        if let parked = status.parked.first(where: { $0.learner == learner }) {
            Terminal.tell(
                "waymark: note: this learner's rows are as they were before event \(Cell.grouped(parked.position)), "
                    + "which cannot be read (\(parked.error)); `waymark retry` tries it again.")
        }
        guard status.lag > 0 else { return }
        Terminal.tell(
            "waymark: note: this is \(Cell.grouped(status.lag)) events behind the log; "
                + "`waymark project` brings it up to date.")
    }
}
