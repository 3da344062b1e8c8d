import HTTPTypes
import Hummingbird

/// Every route of the service, in one list.
enum ServiceRoutes {
    static let all: [Endpoint] =
        EventRoutes.all + LearnerRoutes.all + RecordRoutes.all + DisclosureRoutes.all + SectionRoutes.all
        + FrameworkRoutes.all + EquityRoutes.all + ImportRoutes.all + StatusRoutes.all + DocumentRoutes.all
        + PageRoutes.all

    /// The router that answers them.
    static func router(_ service: ServiceParts) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        router.add(middleware: ServiceMiddleware())
        let gate = Gate(service: service)
        for endpoint in all {
            router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                try await gate.answer(endpoint, request, context)
            }
        }
        refuseOthers(router)
        return router
    }

    /// Where a route of the API answers other methods, it says which (RFC 9110, section 15.5.6).
    private static func refuseOthers(_ router: Router<ServiceContext>) {
        let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]
        for (path, endpoints) in Dictionary(grouping: all.filter(\.isAPI), by: \.path) {
            let known = endpoints.map(\.method)
            let allowed = known.map(\.rawValue).sorted().joined(separator: ", ")
            for method in methods where !known.contains(method) {
                router.on(RouterPath(path), method: method) { _, context in
                    var response = Problem(.methodNotAllowed, "This answers \(allowed).").response(request: context.id)
                    response.headers[.allow] = allowed
                    return response
                }
            }
        }
    }
}
