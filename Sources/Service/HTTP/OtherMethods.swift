import HTTPTypes
import Hummingbird

/// Where a route of the API answers other methods than the one that was asked for, the answer says which (RFC 9110,
/// section 15.5.6).
struct OtherMethods: RouterMiddleware {
    typealias Context = ServiceContext

    let endpoints: [Endpoint]

    @concurrent func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            // Only the router says so; what a route does not find is a problem of its own.
            let path = request.uri.path.split(separator: "/")
            let fitting = endpoints.filter { $0.isAPI && Self.fits($0.path, path) }
            // As the router does: a name in its own place goes before a part that may be anything.
            guard let best = fitting.map(\.path).min(by: { Self.openParts($0) < Self.openParts($1) }) else { throw error }
            let allowed = fitting.filter { $0.path == best }.map(\.method.rawValue).sorted().joined(separator: ", ")
            var response = Problem(.methodNotAllowed, "This answers \(allowed).").response(request: context.id)
            response.headers[.allow] = allowed
            return response
        }
    }

    private static func openParts(_ template: String) -> Int { template.count { $0 == "{" } }

    private static func fits(_ template: String, _ path: [Substring]) -> Bool {
        let names = template.split(separator: "/")
        return names.count == path.count && zip(names, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
