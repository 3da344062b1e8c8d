import Hummingbird
import LearningRecord
import Markup

/// What says how to use the API: its description for programs, and a page for each type of problem.
enum DocumentRoutes {
    static let all = [
        Endpoint("readOpenAPI", .get, "/openapi.json", .anyone) {
            .tagged(PackageResources.openapi_json, type: "application/json", for: $0.request)
        },
        Endpoint("readProblem", .get, "/problems/{sort}", .anyone) { try problem($0) },
    ]

    private static func problem(_ visit: Visit) throws -> Response {
        guard let sort = visit.context.parameters.get("sort").flatMap({ Problem.Sort(rawValue: $0) }) else {
            throw Problem.notFound
        }
        var response: Response
        switch try MediaChoice.choose(["application/json", "text/html"], for: visit.request) {
        case "text/html":
            response = .tagged(Array(page(sort).markup.utf8), type: "text/html; charset=utf-8", for: visit.request)
        default:
            response = .tagged(
                .object([
                    "type": .string("/problems/\(sort.rawValue)"), "title": .string(sort.title),
                    "status": .whole(sort.status.code), "advice": .string(sort.advice),
                ]), for: visit.request)
        }
        response.headers[.vary] = "Accept"
        return response
    }

    private static func page(_ sort: Problem.Sort) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(sort.title) – Waymark</title>
        <link rel="stylesheet" href="\(Assets.path("waymark.css"))">
        <link rel="icon" href="\(Assets.path("waymark.svg"))" type="image/svg+xml">
        </head>
        <body>
        <main class="page page--narrow prose">
        <h1>\(sort.title)</h1>
        <p>\(sort.advice)</p>
        <p>Programs know this problem as <code>/problems/\(sort.rawValue)</code>; it comes with the status \
        \(String(sort.status.code)).</p>
        </main>
        </body>
        </html>

        """
    }
}
