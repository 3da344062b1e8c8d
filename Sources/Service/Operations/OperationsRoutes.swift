import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord
import LibPQ
import Projections

/// What whoever runs the service asks it: whether it lives, whether it can answer, and what it measures.
enum OperationsRoutes {
    static let all = [
        Endpoint("health", .get, "/healthz", .anyone) { _ in .bytes(Array("ok\n".utf8), type: "text/plain") },
        Endpoint("readiness", .get, "/readyz", .anyone, deadline: .seconds(3)) { try await readiness($0) },
        Endpoint("metrics", .get, "/metrics", .anyone) { try await metrics($0) },
    ]

    private static func readiness(_ visit: Visit) async throws -> Response {
        guard !visit.service.isEnding.value else {
            return answer("the service is being stopped", isReady: false)
        }
        do {
            _ = try await visit.service.store.pool.run { try $0.query("select 1").single(as: Int32.self) }
            return answer("ready", isReady: true)
        } catch {
            return answer("the database cannot be reached", isReady: false)
        }
    }

    private static func answer(_ text: String, isReady: Bool) -> Response {
        .bytes(Array("\(text)\n".utf8), type: "text/plain", status: isReady ? .ok : .serviceUnavailable)
    }

    /// For whoever asks from this very machine and not through a proxy, or shows the token of the configuration.
    private static func metrics(_ visit: Visit) async throws -> Response {
        guard isAllowed(visit) else { throw Problem.notFound }
        try await gather(visit.service)
        return .bytes(
            Array(visit.service.metrics.registry.render().utf8), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private static func isAllowed(_ visit: Visit) -> Bool {
        let shown = visit.request.headers[.authorization].map { String($0.dropFirst("Bearer ".count)) }
        if let token = visit.service.configuration.metricsToken {
            return shown.map { ConstantTime.areEqual($0, token) } ?? false
        }
        let isLocal = ["127.0.0.1", "::1"].contains(visit.context.peer)
        return isLocal && visit.request.headers[.forwardedFor] == nil
    }

    /// Looks at what is not counted as it happens.
    private static func gather(_ service: ServiceParts) async throws {
        let metrics = service.metrics
        for (use, pool) in [("append", service.appending), ("read", service.store.pool)] {
            let load = pool.load
            metrics.set("waymark_pool_waiting", [("use", use)], to: Int64(load.waiting))
            metrics.set("waymark_pool_connections", [("use", use), ("state", "idle")], to: Int64(load.idle))
            metrics.set(
                "waymark_pool_connections", [("use", use), ("state", "busy")], to: Int64(load.connections - load.idle))
        }
        metrics.set("waymark_append_bytes_under_way", to: Int64(service.admission.load))
        metrics.set("waymark_followers", to: Int64(service.hub.followers))
        for district in try await service.districts.all() {
            let number = String(district.tenant)
            for status in try await Projector(log: service.store.log(of: district)).status() where status.state == .live
            {
                let labels = [("district", number), ("projection", status.projection)]
                metrics.set("waymark_projection_lag_events", labels, to: status.lag)
                metrics.set("waymark_projection_parked_learners", labels, to: Int64(status.parked.count))
                metrics.set("waymark_log_head", [("district", number)], to: status.head)
            }
        }
    }
}
