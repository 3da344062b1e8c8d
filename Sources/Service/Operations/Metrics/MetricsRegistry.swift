public import CoreMetrics
import Synchronization

/// Keeps what the service counts and measures, and writes it in Prometheus' text format.
///
/// It is handed to those who count (`factory:`), and is not the process-wide one of `MetricsSystem`: what libraries count,
/// under labels of their own, would take its room. Whoever makes a metric of the same label and dimensions again gets the one
/// that is there, so that nothing counted is lost when the one who counts goes. Nothing is ever forgotten before the
/// process ends, and the number of series is bounded.
public final class MetricsRegistry: Sendable {
    /// How many series there are no more, as a metric of its own.
    public static let droppedName = "waymark_metrics_dropped_total"

    private let families: Mutex<MetricFamilies>

    /// - Parameters:
    ///   - maximumSeries: how many series are kept. Further ones measure nothing, and only their number is told: a
    ///     dimension that anybody can choose would else fill the memory.
    ///   - help: what a metric means, by its label as the code writes it.
    ///   - buckets: upper bounds of a histogram's buckets, ascending, by label. The others have `standardBuckets`.
    public init(maximumSeries: Int = 5_000, help: [String: String] = [:], buckets: [String: [Double]] = [:]) {
        families = Mutex(MetricFamilies(maximumSeries: maximumSeries, help: help, buckets: buckets))
    }

    /// In seconds, as Prometheus' own libraries have them.
    public static let standardBuckets: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// Everything, as text in version 0.0.4 of the format: to be sent as `text/plain; version=0.0.4; charset=utf-8`.
    /// Families stand in the order of their names, series in the order of their labels.
    public func render() -> String {
        // Only the list is made under the lock; writing it takes longer, and each series has a lock of its own.
        let (families, dropped) = families.withLock { ($0.sorted, $0.dropped) }
        var text = ""
        for family in families { family.write(into: &text) }
        text += "# HELP \(Self.droppedName) Uses of series that are not kept, as there are too many.\n"
        text += "# TYPE \(Self.droppedName) counter\n\(Self.droppedName) \(dropped)\n"
        return text
    }

    private func series(_ kind: MetricKind, _ label: String, _ dimensions: [(String, String)]) -> (any MetricSeries)? {
        families.withLock { $0.series(kind, label, dimensions) }
    }
}

extension MetricsRegistry: MetricsFactory {
    /// The counter of a label and dimensions.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(.counter, label, dimensions) as? CountSeries ?? CountSeries()
    }

    /// The counter of a label and dimensions, for fractions.
    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(.sum, label, dimensions) as? SumSeries ?? SumSeries()
    }

    /// The gauge of a label and dimensions.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(.gauge, label, dimensions) as? GaugeSeries ?? GaugeSeries()
    }

    /// The histogram of a label and dimensions, or the gauge when it does not aggregate.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return series(.gauge, label, dimensions) as? GaugeSeries ?? GaugeSeries() }
        return series(.histogram, label, dimensions) as? HistogramSeries ?? HistogramSeries(bounds: [])
    }

    /// The histogram, in seconds, of a label and dimensions.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(.timer, label, dimensions) as? HistogramSeries ?? HistogramSeries(bounds: [])
    }

    /// Does nothing: the series goes on for whoever makes it again.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Does nothing: the series goes on for whoever makes it again.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Does nothing: the series goes on for whoever makes it again.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Does nothing: the series goes on for whoever makes it again.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Does nothing: the series goes on for whoever makes it again.
    public func destroyTimer(_ handler: any TimerHandler) {}
}
