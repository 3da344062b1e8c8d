import CoreMetrics
import Testing

@testable import Service

@Suite("Metrics")
struct MetricsRegistryTests {
    /// The text without what is always there.
    private func rendered(_ registry: MetricsRegistry) -> String {
        registry.render().split(separator: "\n").filter { !$0.contains(MetricsRegistry.droppedName) }
            .joined(separator: "\n")
    }

    @Test("every kind of metric is written as Prometheus wants it, families and series in order")
    func everything() {
        let registry = MetricsRegistry(
            help: ["http.requests": "Requests that were answered."], buckets: ["request.duration": [0.1, 1]])
        registry.makeCounter(label: "http.requests", dimensions: [("route", "/b"), ("code", "200")]).increment(by: 2)
        registry.makeCounter(label: "http.requests", dimensions: [("route", "/a"), ("code", "200")]).increment(by: 1)
        registry.makeFloatingPointCounter(label: "cpu.seconds", dimensions: []).increment(by: 1.5)
        registry.makeMeter(label: "pool.connections", dimensions: []).set(Int64(8))
        registry.makeRecorder(label: "lag", dimensions: [], aggregate: false).record(0.25)
        let timer = registry.makeTimer(label: "request.duration", dimensions: [("route", "/a")])
        for nanoseconds: Int64 in [50_000_000, 100_000_000, 500_000_000, 2_000_000_000] {
            timer.recordNanoseconds(nanoseconds)
        }
        #expect(
            rendered(registry) == """
                # HELP cpu_seconds_total cpu.seconds
                # TYPE cpu_seconds_total counter
                cpu_seconds_total 1.5
                # HELP http_requests_total Requests that were answered.
                # TYPE http_requests_total counter
                http_requests_total{code="200",route="/a"} 1
                http_requests_total{code="200",route="/b"} 2
                # HELP lag lag
                # TYPE lag gauge
                lag 0.25
                # HELP pool_connections pool.connections
                # TYPE pool_connections gauge
                pool_connections 8
                # HELP request_duration_seconds request.duration
                # TYPE request_duration_seconds histogram
                request_duration_seconds_bucket{route="/a",le="0.1"} 2
                request_duration_seconds_bucket{route="/a",le="1"} 3
                request_duration_seconds_bucket{route="/a",le="+Inf"} 4
                request_duration_seconds_sum{route="/a"} 2.65
                request_duration_seconds_count{route="/a"} 4
                """)
        #expect(
            registry.render().hasSuffix(
                "# TYPE waymark_metrics_dropped_total counter\nwaymark_metrics_dropped_total 0\n"))
        #expect(registry.render() == registry.render())
    }

    @Test("a metric made again is the one that is there, also when dimensions come in another order")
    func again() {
        let registry = MetricsRegistry()
        for _ in 0..<3 {
            registry.makeCounter(label: "n", dimensions: [("a", "1"), ("b", "2")]).increment(by: 1)
            let counter = registry.makeCounter(label: "n", dimensions: [("b", "2"), ("a", "1")])
            counter.increment(by: 1)
            registry.destroyCounter(counter)
        }
        #expect(rendered(registry).hasSuffix("n_total{a=\"1\",b=\"2\"} 6"))
    }

    @Test("beyond the bound a series measures nothing, and their number is told")
    func bounded() {
        let registry = MetricsRegistry(maximumSeries: 3)
        for number in 0..<100 {
            registry.makeCounter(label: "n", dimensions: [("user", "\(number)")]).increment(by: 1)
        }
        registry.makeCounter(label: "n", dimensions: [("user", "1")]).increment(by: 1)
        let lines = registry.render().split(separator: "\n")
        #expect(
            lines.filter { $0.hasPrefix("n_total{") } == [
                "n_total{user=\"0\"} 1", "n_total{user=\"1\"} 2", "n_total{user=\"2\"} 1",
            ])
        #expect(lines.last == "waymark_metrics_dropped_total 97")
    }

    @Test("a name that stands for another kind of metric is not taken for a second")
    func kinds() {
        let registry = MetricsRegistry()
        registry.makeCounter(label: "n", dimensions: []).increment(by: 1)
        registry.makeMeter(label: "n_total", dimensions: []).set(Int64(7))
        registry.makeTimer(label: "n_total", dimensions: []).recordNanoseconds(1)
        registry.makeCounter(label: MetricsRegistry.droppedName, dimensions: []).increment(by: 5)
        let text = registry.render()
        #expect(text.contains("\nn_total 1\n") && !text.contains("n_total 7"))
        #expect(text.contains("n_total_seconds_count 1"))
        #expect(text.hasSuffix("waymark_metrics_dropped_total 2\n"))
    }

    @Test("many tasks together lose no count")
    func together() async {
        let registry = MetricsRegistry()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for number in 0..<1000 {
                        registry.makeCounter(label: "n", dimensions: [("m", "\(number % 3)")]).increment(by: 1)
                        registry.makeMeter(label: "g", dimensions: []).increment(by: 1)
                        registry.makeRecorder(label: "h", dimensions: [], aggregate: true).record(Int64(1))
                        registry.makeFloatingPointCounter(label: "f", dimensions: []).increment(by: 0.5)
                        if number % 100 == 0 { _ = registry.render() }
                    }
                }
            }
        }
        let lines = registry.render().split(separator: "\n")
        for line in [
            #"n_total{m="0"} 2672"#, #"n_total{m="1"} 2664"#, #"n_total{m="2"} 2664"#, "g 8000", "h_count 8000",
            "h_sum 8000", #"h_bucket{le="0.5"} 0"#, #"h_bucket{le="1"} 8000"#, "f_total 4000",
        ] { #expect(lines.contains(line[...]), "\(line)") }
    }

    @Test("counters only grow, stop at the greatest number, and can be reset")
    func counters() {
        let registry = MetricsRegistry()
        let counter = registry.makeCounter(label: "n", dimensions: [])
        counter.increment(by: .max)
        counter.increment(by: 5)
        counter.increment(by: -3)
        #expect(rendered(registry).hasSuffix("n_total 9223372036854775807"))
        counter.reset()
        #expect(rendered(registry).hasSuffix("n_total 0"))
        let histogram = registry.makeRecorder(label: "h", dimensions: [], aggregate: true)
        histogram.record(Double.nan)
        histogram.record(Double.infinity)
        #expect(rendered(registry).contains("h_sum +Inf\nh_count 1"))
    }
}
