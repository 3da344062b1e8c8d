import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup

/// What people see when something cannot be done: what it is, that nothing is lost, and where to go from here.
enum ErrorPage {
    static func response(
        _ problem: Problem, _ request: Request, _ context: ServiceContext, _ service: ServiceParts
    ) async -> Response {
        let principal = await principal(problem, request, service)
        let words = PageWords(Language.of(request, account: principal?.account))
        let navigation = (try? await Navigation.links(principal, service, words)) ?? []
        let kind = kind(problem)
        let reference: HTML =
            problem.sort.status.code >= 500
            ? #"<p class="quiet small">\#(words("error.reference", ["id": context.id]))</p>"# : HTML()
        let content: HTML = """
            <h1>\(words("error.\(kind)"))</h1>
            <p class="lead">\(words("error.\(kind)Text", ["time": words("error.soon")]))</p>
            <div class="actions"><a class="button button--quiet" href="/">\(words("error.home"))</a></div>
            \(reference)
            """
        let frame = Frame(
            words: words, account: principal?.account, district: principal?.district.name, navigation: navigation,
            here: request.uri.description, title: words("error.\(kind)"), crumbs: [], kind: "page--narrow",
            content: content)
        var response = Response.bytes(
            Array(frame.html.markup.utf8), type: "text/html; charset=utf-8", status: problem.sort.status)
        response.headers[.contentLanguage] = words.language.rawValue
        if let retryAfter = problem.retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        return response
    }

    /// Who is signed in, so that they find their way from here. Where the service itself is in trouble, or a form of another
    /// site is turned away, nobody asks.
    private static func principal(
        _ problem: Problem, _ request: Request, _ service: ServiceParts
    ) async -> Principal? {
        guard problem.sort.status.code < 500, problem.sort != .crossSite, let credentials = Credentials(request),
            credentials.way == .session
        else { return nil }
        return (try? await service.principals.principal(credentials)) ?? nil
    }

    private static func kind(_ problem: Problem) -> String {
        switch problem.sort {
        case .notFound, .gone, .methodNotAllowed: "404"
        case .forbidden, .notSignedIn: "403"
        case .crossSite: "form"
        case .tooManyRequests, .overloaded: "429"
        case .conflict, .staleExpectation, .reusedID: "again"
        case .behind, .unavailable, .timeout: "503"
        case .badRequest, .invalidEvent, .unknownReference, .tooLarge, .unsupportedType, .notAcceptable: "400"
        case .internalError: "500"
        }
    }
}
