import ArgumentParser
import EventLog
import LearningRecord
import Projections

/// The moment as of which a command looks at the record.
struct AsOfOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "As the record stood then: a date (the end of that day, UTC) or an RFC 3339 time.", valueName: "time"))
    var asOf: Moment?

    /// The moment, for projections.
    var point: PointInTime { asOf.map { .known($0.instant) } ?? .now }

    /// The position of the newest event recorded by then; nil for now.
    func position(in log: EventLog) async throws -> Int64? {
        guard let asOf else { return nil }
        return try await log.position(asOf: asOf.instant)
    }

    /// A moment as a person writes it.
    struct Moment: ExpressibleByArgument {
        let instant: Instant

        init?(argument: String) {
            if let instant = Instant(argument) {
                self.instant = instant
            } else if let date = CalendarDate(argument) {
                instant = Instant(
                    microseconds: Instant(startOf: CalendarDate(daysSince1970: date.daysSince1970 + 1)).microseconds - 1
                )
            } else {
                return nil
            }
        }
    }
}
