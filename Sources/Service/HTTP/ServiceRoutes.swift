import HTTPTypes
import Hummingbird

/// Every route of the service, in one list.
enum ServiceRoutes {
    static let all: [Endpoint] =
        EventRoutes.all + LearnerRoutes.all + RecordRoutes.all + DisclosureRoutes.all + SectionRoutes.all
        + FrameworkRoutes.all + EquityRoutes.all + ImportRoutes.all + StatusRoutes.all + DocumentRoutes.all
        + OperationsRoutes.all + PageRoutes.all

    /// The methods that an address answers; none where there is no such address. As for the router, a name in its own
    /// place goes before a part that may be anything.
    static func methods(of path: String) -> [HTTPRequest.Method] {
        let parts = path.split(separator: "/")
        let fitting = all.filter { endpoint in
            let pattern = endpoint.path.split(separator: "/")
            return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        let fewest = fitting.map(openParts).min()
        let methods = fitting.filter { openParts($0) == fewest }.map(\.method)
        return methods.contains(.get) ? [.head] + methods : methods
    }

    private static func openParts(_ endpoint: Endpoint) -> Int { endpoint.path.count { $0 == "{" } }

    /// The router that answers them.
    static func router(_ service: ServiceParts) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ServiceMiddleware(service: service))
        let gate = Gate(service: service)
        for endpoint in all {
            router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                try await gate.answer(endpoint, request, context)
            }
        }
        return router
    }
}
