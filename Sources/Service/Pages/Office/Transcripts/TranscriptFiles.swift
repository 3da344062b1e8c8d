import EventLog
import Hummingbird
import LearningRecord
import Projections

/// Documents as their readers get them: alone, with their own style.
enum TranscriptFiles {
    /// The document as it would be issued now.
    static func draft(_ visit: Visit) async throws -> Response {
        let document = try await TranscriptReader(log: try visit.log()).document(
            of: try visit.path("learner"), madeOn: Page.now().date)
        return alone(TranscriptPage.html(document))
    }

    /// The document as it was issued, to the byte: `html` or `json`.
    static func issued(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let form = visit.context.parameters.get("form")
        guard form == "html" || form == "json" else { throw Problem.notFound }
        let issue = try await IssuedPage.issue(visit, log)
        let issued: TranscriptReader.Issued
        do {
            issued = try await TranscriptReader(log: log).issued(issue, to: try visit.path("learner"))
        } catch is IssuedTranscriptError {
            throw Problem(.gone, "The document cannot be given out any more.")
        }
        let name = "transcript-\(issue.issuedAt.date)"
        var response =
            form == "json"
            ? Response.bytes(Array(issued.canonical.utf8), type: "application/json")
            : alone(TranscriptPage.html(issued.document))
        response.headers[.contentDisposition] = "attachment; filename=\"\(name).\(form ?? "")\""
        return response
    }

    private static func alone(_ page: String) -> Response {
        var response = Response.bytes(Array(page.utf8), type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] = RecordRoutes.policy(of: page)
        return response
    }
}
