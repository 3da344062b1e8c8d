import ArgumentParser
import LearningRecord
import Projections

/// As of when a command looks at the record, by either clock.
struct PointInTimeOptions: ParsableArguments {
    @OptionGroup var known: AsOfOption
    @Option(
        help: ArgumentHelp(
            "What had happened by then, by all that is known today; with --as-of, by what was known then.",
            valueName: "time"))
    var happenedBy: AsOfOption.Moment?

    /// Whether neither is asked for.
    var isNow: Bool { known.asOf == nil && happenedBy == nil }

    /// The moment, for projections.
    var point: PointInTime {
        guard let happenedBy else { return known.point }
        guard let asOf = known.asOf else { return .happened(happenedBy.instant) }
        return .happenedAsKnown(happenedBy.instant, at: asOf.instant)
    }
}
