import HTTPTypes
import Hummingbird

/// Every route of the service, in one list.
enum ServiceRoutes {
    static let all: [Endpoint] =
        EventRoutes.all + LearnerRoutes.all + RecordRoutes.all + DisclosureRoutes.all + SectionRoutes.all
        + FrameworkRoutes.all + EquityRoutes.all + ImportRoutes.all + StatusRoutes.all + DocumentRoutes.all
        + OperationsRoutes.all + PageRoutes.all

    /// The methods that an address answers; none where there is no such address.
    static func methods(of path: String) -> [HTTPRequest.Method] {
        let parts = path.split(separator: "/")
        let methods = all.filter { endpoint in
            let pattern = endpoint.path.split(separator: "/")
            return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }.map(\.method)
        return methods.contains(.get) ? [.head] + methods : methods
    }

    /// The router that answers them.
    static func router(_ service: ServiceParts) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ServiceMiddleware(metrics: service.metrics))
        let gate = Gate(service: service)
        for endpoint in all {
            router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                try await gate.answer(endpoint, request, context)
            }
        }
        return router
    }
}
