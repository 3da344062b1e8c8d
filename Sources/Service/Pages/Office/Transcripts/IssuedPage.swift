import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// A transcript that was issued: what it was built from, and the document to give out.
enum IssuedPage {
    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let (words, log) = (page.words, try visit.log())
        let learner: LearnerID = try visit.path("learner")
        let issue = try await issue(visit, log)
        let path = "\(TranscriptPages.path(learner))/issued/\(issue.id)"
        let name = try await SpeakerNames([learner], in: log)[learner] ?? words("learner.nameless")
        let recipients = try await recipients(issue, visit, log)
        let isDone = visit.query.text("saved") != nil
        let done: HTML = isDone ? notice(issue, of: name, to: recipients.first ?? "", words) : HTML()
        let given: HTML? =
            recipients.isEmpty
            ? nil : "<div><dt>\(words("issue.recipient"))</dt><dd>\(words.list(recipients))</dd></div>"
        var state = HTML(text: words("registrar.holds"))
        if let revoked = issue.revokedAt {
            state = words.html("registrar.revoked", ["date": words.time(revoked)])
        } else if let superseded = issue.supersededAt {
            state = words.html("registrar.superseded", ["date": words.time(superseded)])
        }
        let revoke: HTML =
            issue.revokedAt == nil && issue.supersededAt == nil
            ? """
            <a href="\(TranscriptPages.path(learner))/revocation/\(issue.id.description)">\(words("registrar.revoke"))</a>
            """ : HTML()
        return page.answer(
            words("issue.done"), crumbs: TranscriptPages.crumbs(words), kind: "page--narrow",
            """
            <div class="head"><div><p class="kicker">\(name)</p><h1>\(words("issue.done"))</h1></div></div>\(done)
            <dl class="facts"><div><dt>\(words("registrar.issuedOn"))</dt><dd>\(words.time(issue.issuedAt))</dd></div>\(given)\
            <div><dt>\(words("registrar.state"))</dt><dd>\(state)</dd></div>\
            <div><dt>\(words("issue.digest"))</dt><dd><code class="clip">\(issue.digest.description)</code></dd></div>\
            <div><dt>\(words("issue.built"))</dt><dd>\(words("issue.position", ["n": words.number(Int(issue.asOf))]))</dd></div></dl>
            <div class="actions"><a class="button" href="\(path)/html">\(words("issue.download"))</a>\
            <a class="button button--quiet" href="\(path)/json">\(words("issue.json"))</a>\(revoke)\
            <a href="/transcripts/issued">\(words("issue.back"))</a></div>
            """)
    }

    /// The transcript that the address names.
    /// - Throws: ``Problem`` where the learner has none like it.
    static func issue(_ visit: Visit, _ log: EventLog) async throws -> TranscriptIssue {
        let id: EventID = try visit.path("issue")
        let all = try await TranscriptReader(log: log).issues(of: try visit.path("learner"))
        guard let issue = all.first(where: { $0.id == id }) else { throw Problem.notFound }
        return issue
    }

    /// To whom it was given.
    private static func recipients(_ issue: TranscriptIssue, _ visit: Visit, _ log: EventLog) async throws -> [String] {
        let history = try await log.read(learners: visit.basis.ids).values.flatMap(\.self)
        let disclosed = history.filter { recorded in
            guard case .disclosed(let facts) = recorded.event.facts else { return false }
            return facts.transcript == issue.id
        }
        return try await log.open(disclosed).compactMap { $0.event.words["recipient"] }
    }

    /// That it was given to somebody just now.
    private static func notice(
        _ issue: TranscriptIssue, of name: String, to recipient: String, _ words: PageWords
    ) -> HTML {
        let text = words.html(
            "issue.doneText",
            ["name": HTML(text: name), "date": words.time(issue.issuedAt), "recipient": HTML(text: recipient)])
        return #"<div class="notice notice--done" role="status"><p>\#(text)</p></div>"#
    }
}
