import ArgumentParser
import EventLog
import Projections

/// Whether what was imported is brought into the tables that people read.
struct ProjectOption: ParsableArguments {
    @Flag(help: "Leave continua, transcripts and equity tables as they are; `waymark project` brings them up to date.")
    var noProject = false

    /// Brings the projections to the end of the log.
    func run(_ log: EventLog) async throws {
        if noProject { return }
        try await Projecting.catchUp(log)
    }
}
