import CoreMetrics
import Synchronization

/// A number that goes up and down: the last one that was told.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func set(_ new: Int64) { set(Double(new)) }
    func set(_ new: Double) { value.withLock { $0 = new } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ new: Int64) { set(new) }
    func record(_ new: Double) { set(new) }

    func write(_ name: String, _ labels: String, into text: inout String) {
        Self.line(name, labels, MetricText.number(value.withLock { $0 }), into: &text)
    }
}
