import CoreMetrics
import Synchronization

/// A counter of whole things. It only grows; at the greatest number there is it stops.
final class CountSeries: MetricSeries, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        let (_, now) = value.wrappingAdd(amount, ordering: .relaxed)
        // Past the end the number would be negative, which no counter is.
        if now < 0 { value.store(.max, ordering: .relaxed) }
    }

    func reset() { value.store(0, ordering: .relaxed) }

    func write(_ name: String, _ labels: String, into text: inout String) {
        Self.line(name, labels, String(value.load(ordering: .relaxed)), into: &text)
    }
}
