import CoreMetrics
import EventLog
import Metrics
import Synchronization

/// What the service counts and measures. Labels are routes and numbers of districts: nothing of a person, and nothing that
/// a caller can choose.
final class ServiceMetrics: Sendable {
    let registry = MetricsRegistry(
        help: [
            "waymark_http_requests_total": "Requests answered, by route, method and status.",
            "waymark_http_request_seconds": "How long requests took, by route; what goes on is not among them.",
            "waymark_appended_events_total": "Events that came into the log through this process.",
            "waymark_append_groups_total": "Transactions that stored them.",
            "waymark_append_group_callers": "Callers who shared one of these transactions.",
            "waymark_append_group_seconds": "How long one of these transactions took.",
            "waymark_append_bytes_under_way": "Bytes of events that are on their way into the log.",
            "waymark_append_refused_total": "Appends that were turned away because too many were on their way.",
            "waymark_pool_connections": "Connections to the database, by use and state.",
            "waymark_pool_waiting": "Tasks that wait for one of them.",
            "waymark_followers": "Clients that follow a log or a page.",
            "waymark_projection_lag_events": "How many events a table is behind the log, by district and projection.",
            "waymark_projection_parked_learners": "Learners whose rows wait at an event that cannot be read.",
            "waymark_log_head": "The position of the newest event, by district.",
        ],
        buckets: ["waymark_append_group_callers": [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_000]])

    private let groups: Counter
    private let events: Counter
    private let callers: Recorder
    private let groupSeconds: Timer
    private let refused: Counter
    private let routes = Mutex<[Answered: RouteSeries]>([:])

    /// Answers that are counted together.
    private struct Answered: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private struct RouteSeries {
        let requests: Counter
        let seconds: Timer
    }

    init() {
        groups = Counter(label: "waymark_append_groups_total", factory: registry)
        events = Counter(label: "waymark_appended_events_total", factory: registry)
        callers = Recorder(label: "waymark_append_group_callers", factory: registry)
        groupSeconds = Timer(label: "waymark_append_group_seconds", factory: registry)
        refused = Counter(label: "waymark_append_refused_total", factory: registry)
    }

    /// Counts a transaction of a grouping writer.
    func count(_ group: GroupingWriter.Group) {
        groups.increment()
        events.increment(by: group.events)
        callers.record(group.callers)
        groupSeconds.recordNanoseconds(group.duration.nanoseconds)
    }

    /// Counts an append that was turned away.
    func countRefused() { refused.increment() }

    /// Counts an answer.
    /// - Parameter duration: how long it took; `nil` for what goes on.
    func count(route: String, method: String, status: Int, after duration: Duration?) {
        let answered = Answered(route: route, method: method, status: status)
        // Kept here, since to ask the registry for them takes longer than to count.
        let series = routes.withLock { routes in
            if let known = routes[answered] { return known }
            let series = makeSeries(of: answered)
            routes[answered] = series
            return series
        }
        series.requests.increment()
        if let duration { series.seconds.recordNanoseconds(duration.nanoseconds) }
    }

    private func makeSeries(of answered: Answered) -> RouteSeries {
        RouteSeries(
            requests: Counter(
                label: "waymark_http_requests_total",
                dimensions: [
                    ("route", answered.route), ("method", answered.method), ("status", String(answered.status)),
                ], factory: registry),
            seconds: Timer(
                label: "waymark_http_request_seconds", dimensions: [("route", answered.route)], factory: registry))
    }

    /// Sets a gauge.
    func set(_ label: String, _ dimensions: [(String, String)] = [], to value: Int64) {
        Meter(label: label, dimensions: dimensions, factory: registry).set(value)
    }
}

extension Duration {
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
