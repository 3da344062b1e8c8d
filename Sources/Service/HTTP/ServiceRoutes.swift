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
        router.add(middleware: OtherMethods(endpoints: all))
        let gate = Gate(service: service)
        for endpoint in all {
            router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                try await gate.answer(endpoint, request, context)
            }
        }
        return router
    }
}
