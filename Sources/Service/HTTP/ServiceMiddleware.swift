import HTTPTypes
import Hummingbird
import LearningRecord
import Logging

/// The outermost part of every answer: an id for the request, the headers that every answer has, errors as problems, and
/// one line in the log.
struct ServiceMiddleware: RouterMiddleware {
    typealias Context = ServiceContext

    let service: ServiceParts
    private var metrics: ServiceMetrics { service.metrics }

    init(service: ServiceParts) {
        self.service = service
    }

    @concurrent func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context).compressed(for: request)
        } catch {
            let problem = Self.problem(error, request, context)
            if problem.sort.status.code >= 500 {
                context.logger.error(
                    "a request failed",
                    metadata: ["problem": "\(problem.sort.rawValue)", "error": "\(Self.sort(of: error))"])
            }
            response =
                Self.isForPeople(request)
                ? await ErrorPage.response(problem, request, context, service) : problem.response(request: context.id)
        }
        Self.addHeaders(&response, request: context.id)
        let took = ContinuousClock.now - start
        metrics.count(
            route: context.endpointPath ?? "none", method: request.method.rawValue, status: response.status.code,
            after: response.body.contentLength == nil ? nil : took)
        // Whoever watches over the service asks every few seconds.
        let isWatch = context.endpointPath == "/healthz" || context.endpointPath == "/readyz"
        context.logger.log(
            level: isWatch ? .debug : .info, "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)", "ms": "\(Self.milliseconds(took))",
            ])
        return response
    }

    /// What the caller is told: of an address that has other methods, which they are.
    private static func problem(_ error: any Error, _ request: Request, _ context: ServiceContext) -> Problem {
        let problem = Problem(reading: error)
        // Only the router says it so; what a route does not find is a problem of its own.
        guard problem.sort == .notFound, error is HTTPError else { return problem }
        let methods = ServiceRoutes.methods(of: request.uri.path)
        return methods.isEmpty ? problem : .wrongMethod(allowed: methods)
    }

    /// Whether a browser asked for a page, and not a program for data.
    private static func isForPeople(_ request: Request) -> Bool {
        !request.uri.path.hasPrefix("/api/") && (request.headers[.accept] ?? "").contains("text/html")
    }

    /// What went wrong, without what anybody wrote: a type, and the code of PostgreSQL.
    private static func sort(of error: any Error) -> String {
        "\(type(of: error)): \(String(describing: error).prefix(300))"
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let microseconds = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
        return "\(microseconds / 1000).\(String(microseconds % 1000 / 100))"
    }

    /// What every answer says to a browser.
    private static let everywhere: HTTPFields = [
        .contentTypeOptions: "nosniff", .referrerPolicy: "same-origin",
        .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        .crossOriginOpenerPolicy: "same-origin", .crossOriginResourcePolicy: "same-origin",
    ]

    /// What a page may load, where it does not say so itself: what comes from here.
    private static let contentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    private static func addHeaders(_ response: inout Response, request: String) {
        if !response.headers.contains(.contentSecurityPolicy) {
            response.headers.append(HTTPField(name: .contentSecurityPolicy, value: contentSecurityPolicy))
        }
        response.headers.append(HTTPField(name: .requestID, value: request))
        response.headers.append(contentsOf: everywhere)
    }
}
