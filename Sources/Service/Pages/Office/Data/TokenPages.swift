import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup

/// The tokens of systems: issued, rotated, revoked. A token is shown once, and kept nowhere.
enum TokenPages {
    /// Days before its end from which on a token is said to end soon.
    private static let soon: Int32 = 14

    // MARK: The list

    static func list(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let all = try await TokenStore(log: try visit.log()).all()
        let new: HTML = #"<div class="actions"><a class="button" href="/tokens/new">\#(words("tokens.new"))</a></div>"#
        let head: HTML = #"<div class="head"><div><h1>\#(words("nav.tokens"))</h1></div></div>"#
        guard !all.isEmpty else {
            return page.answer(
                words("nav.tokens"), head + Notice.empty(words("tokens.empty"), words("tokens.emptyText"), new))
        }
        let table = OfficeTable(
            caption: words("tokens.caption"),
            columns: [
                .init(title: words("tokens.name")), .init(title: words("tokens.may")),
                .init(title: words("tokens.issued")), .init(title: words("tokens.ends")),
                .init(title: words("tokens.used")), .init(title: words("table.do"), isUnseen: true),
            ], rows: all.map { row($0, words) })
        return page.answer(words("nav.tokens"), head + new + table.html)
    }

    private static func row(_ token: ServiceToken, _ words: PageWords) -> [HTML] {
        let path = "/tokens/\(token.id.uuidString.lowercased())"
        let unseen: HTML = #"<span class="unseen">\#(token.name)</span>"#
        let scopes = words.list(token.scopes.sorted().map { words("scope.\($0.rawValue)") })
        let (today, end) = (Page.now().date, token.expiresAt.date)
        var ends = words.time(token.expiresAt)
        if token.expiresAt <= Page.now() {
            ends = words.html("tokens.over", ["date": ends])
        } else if end.daysSince1970 - today.daysSince1970 <= soon {
            ends = words.html("tokens.soon", ["date": ends])
        }
        return [
            "\(token.name)", HTML(text: scopes), words.time(token.createdAt), ends,
            token.usedAt.map { words.moment($0) } ?? HTML(text: words("tokens.never")),
            """
            <ul class="links"><li><a href="\(path)/rotation">\(words("tokens.rotate")) \(unseen)</a></li>\
            <li><a href="\(path)/revocation">\(words("tokens.revoke")) \(unseen)</a></li></ul>
            """,
        ]
    }

    // MARK: Issuing

    static func new(_ visit: Visit) async throws -> Response {
        form(try await Page(visit), Form(), FieldErrors())
    }

    static func issue(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let form = try await Form(visit.request)
        var errors = FieldErrors()
        let name = form["name"]
        if name.isEmpty { errors.add("name", words("error.required")) }
        if name.count > 200 { errors.add("name", words("error.tooLong", ["n": words.number(200)])) }
        let scopes = Set(form.all("scope").compactMap(Scope.init(rawValue:)))
        if scopes.isEmpty { errors.add("scope", words("tokens.error")) }
        let now = Page.now()
        let end = CalendarDate(form["ends"]).map { day in
            // The whole of the day that was chosen.
            Instant(startOf: CalendarDate(daysSince1970: day.daysSince1970 + 1)).microseconds
        }
        let seconds = end.map { ($0 - now.microseconds) / 1_000_000 }
        if let seconds {
            if seconds <= 0 || seconds > longest { errors.add("ends", words("tokens.error.ends")) }
        } else {
            errors.add("ends", words("error.date"))
        }
        guard errors.isEmpty, let seconds else { return self.form(page, form, errors) }
        let (token, text) = try await TokenStore(log: try visit.log()).create(
            named: name, scopes: scopes, lifetime: .seconds(max(3_600, seconds)),
            by: visit.principal?.account?.id)
        return shown(page, token.name, text)
    }

    /// Seconds of the longest life of a token: a year, and the rest of its last day.
    private static let longest: Int64 = 367 * 24 * 3_600

    private static func form(_ page: Page, _ form: Form, _ errors: FieldErrors) -> Response {
        let words = page.words
        let name = Field(
            name: "name", label: words("tokens.name"), value: form["name"], hint: words("tokens.nameHint"),
            error: errors["name"])
        let today = Page.now().date.daysSince1970
        let end = form["ends"].isEmpty ? CalendarDate(daysSince1970: today + 180).description : form["ends"]
        let ends = Field(
            name: "ends", label: words("tokens.ends"), value: end, hint: words("tokens.endsHint"), error: errors["ends"]
        )
        let ticked = Set(form.all("scope"))
        let scopes = Scope.allCases.enumerated().map { place, scope -> HTML in
            let checked: HTML = ticked.contains(scope.rawValue) ? " checked" : ""
            return """
                <div class="choice"><input type="checkbox" id="scope-\(String(place))" name="scope" value="\(scope.rawValue)"\
                \(checked)><label for="scope-\(String(place))">\(words("scope.\(scope.rawValue)"))</label></div>
                """
        }
        let error: HTML? = errors["scope"].map { #"<p class="error" id="scope-error">\#($0)</p>"# }
        return page.answer(
            words("tokens.new"), status: errors.isEmpty ? .ok : .unprocessableContent, crumbs: crumbs(words),
            kind: "page--narrow",
            """
            <div class="head"><div><h1>\(words("tokens.new"))</h1></div></div>\(errors.summary(words))
            <form method="post" action="/tokens" class="stack" novalidate>\(name.input("text"))
            <fieldset class="choices" id="scope"><legend>\(words("tokens.mayLegend"))</legend>\(error)<div>\(scopes)</div></fieldset>
            \(ends.input("date"))<button>\(words("tokens.new"))</button></form>
            """)
    }

    private static func crumbs(_ words: PageWords) -> [Page.Link] {
        [.init(path: "/tokens", title: words("nav.tokens"))]
    }

    /// Shows a token, this one time: nothing keeps the page.
    private static func shown(_ page: Page, _ name: String, _ text: String) -> Response {
        let words = page.words
        let title = words("tokens.issuedTitle", ["name": name])
        var response = page.answer(
            title, kind: "page--narrow",
            """
            <div class="head"><div><h1>\(title)</h1></div></div>
            <div class="notice notice--done" role="status"><h2>\(words("tokens.once"))</h2><p class="secret" id="secret">\(text)</p>\
            <p>\(words("tokens.onceText", ["name": name]))</p></div>
            <div class="actions"><a class="button" href="/tokens">\(words("tokens.copied"))</a></div>
            """)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    // MARK: Rotating and revoking

    private static func token(_ visit: Visit) async throws -> ServiceToken {
        let id = visit.context.parameters.get("token").flatMap { UUID(uuidString: $0) }
        guard let found = try await TokenStore(log: try visit.log()).all().first(where: { $0.id == id }) else {
            throw Problem.notFound
        }
        return found
    }

    static func askRotation(_ visit: Visit) async throws -> Response {
        let (page, token) = (try await Page(visit), try await token(visit))
        let words = page.words
        let title = words("tokens.rotateTitle", ["name": token.name])
        return page.answer(
            title, crumbs: crumbs(words), kind: "page--narrow",
            """
            <div class="head"><div><h1>\(title)</h1></div></div><form method="post" class="stack">
            <p>\(words("tokens.rotateDay"))</p><div class="actions"><button>\(words("tokens.rotateDo"))</button>\
            <a href="/tokens">\(words("revoke.keep"))</a></div></form>
            """)
    }

    static func rotate(_ visit: Visit) async throws -> Response {
        let (page, token) = (try await Page(visit), try await token(visit))
        let text = try await TokenStore(log: try visit.log()).rotate(token.id)
        visit.service.principals.forget()
        return shown(page, token.name, text)
    }

    static func askRevocation(_ visit: Visit) async throws -> Response {
        let (page, token) = (try await Page(visit), try await token(visit))
        let words = page.words
        let title = words("tokens.revokeTitle", ["name": token.name])
        return page.answer(
            title, crumbs: crumbs(words), kind: "page--narrow",
            """
            <div class="head"><div><h1>\(title)</h1></div></div><form method="post" class="stack">
            <p>\(words("tokens.revokeText"))</p><div class="actions"><button class="button--grave">\(words("tokens.revokeDo"))\
            </button><a href="/tokens">\(words("revoke.keep"))</a></div></form>
            """)
    }

    static func revoke(_ visit: Visit) async throws -> Response {
        let token = try await token(visit)
        try await TokenStore(log: try visit.log()).revoke(token.id)
        visit.service.principals.forget()
        return Page.seeOther("/tokens")
    }
}
