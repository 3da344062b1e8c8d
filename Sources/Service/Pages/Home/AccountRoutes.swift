import EventLog
import Hummingbird
import LearningRecord
import Markup

/// One's own account: where one is signed in, and one's password.
enum AccountRoutes {
    static let all = [
        Endpoint("account", .get, "/account", .signedIn) { try await show($0) },
        Endpoint("endOtherSessions", .post, "/account/sessions/end-others", .signedIn) { try await endOthers($0) },
        Endpoint("passwordPage", .get, "/account/password", .signedIn) { visit in
            try passwordPage(try await Page(visit), errors: FieldErrors())
        },
        Endpoint("changePassword", .post, "/account/password", .signedIn) { try await changePassword($0) },
    ]

    private static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let principal = try visit.someone()
        guard case .account(let account, let digest) = principal.identity else { throw Problem.notFound }
        let log = visit.service.store.log(of: principal.district)
        let roles = try await Authority(log: log).roles(of: principal).sorted().map { words("role.\($0.rawValue)") }
        let rows = try await SessionStore(log: log).all(of: account.id).map { session -> HTML in
            let here: HTML = session.digest == digest ? " (\(words("sessions.here")))" : HTML()
            return """
                <tr><th scope="row">\(words("sessions.way.\(session.way)"))\(here)</th>\
                <td data-label="\(words("sessions.since"))">\(words.moment(session.createdAt))</td>\
                <td data-label="\(words("sessions.last"))">\(words.moment(session.seenAt))</td></tr>
                """
        }
        let saved: HTML = visit.query.text("saved") == nil ? HTML() : Notice.done(words("password.saved"))
        return page.answer(
            words("sessions.title"), kind: "page--narrow",
            """
            <div class="head"><div><h1>\(words("sessions.title"))</h1></div></div>\(saved)
            <dl class="facts"><div><dt>\(words("signIn.login"))</dt><dd>\(account.login)</dd></div>\
            <div><dt>\(words("accounts.roles"))</dt><dd>\(words.list(roles))</dd></div>\
            <div><dt>\(words("signIn.password"))</dt><dd><a href="/account/password">\(words("sessions.changePassword"))</a></dd></div></dl>
            <section><h2>\(words("sessions.heading"))</h2><table class="stacked"><caption>\(words("sessions.caption"))</caption>\
            <thead><tr><th scope="col">\(words("sessions.where"))</th><th scope="col">\(words("sessions.since"))</th>\
            <th scope="col">\(words("sessions.last"))</th></tr></thead><tbody>\(rows)</tbody></table>
            <form method="post" action="/account/sessions/end-others"><button class="button--quiet">\
            \(words("sessions.endOthers"))</button></form></section>
            """)
    }

    private static func endOthers(_ visit: Visit) async throws -> Response {
        let principal = try visit.someone()
        guard case .account(let account, let digest) = principal.identity else { throw Problem.notFound }
        try await SessionStore(log: visit.service.store.log(of: principal.district)).endAll(of: account.id, but: digest)
        visit.service.principals.forget()
        return Page.seeOther("/account")
    }

    private static func passwordPage(_ page: Page, errors: FieldErrors) throws -> Response {
        let words = page.words
        // For what keeps passwords: whose it is.
        let login = try page.visit.someone().account?.login ?? ""
        let current = Field(
            name: "current", label: words("password.current"), error: errors["current"],
            autocomplete: "current-password")
        return page.answer(
            words("sessions.changePasswordTitle"), status: errors.isEmpty ? .ok : .unprocessableContent,
            crumbs: [.init(path: "/account", title: words("sessions.title"))], kind: "page--narrow",
            """
            <div class="head"><div><h1>\(words("sessions.changePasswordTitle"))</h1></div></div>\(errors.summary(words))
            <form method="post" action="/account/password" class="stack" novalidate>
            <input type="text" name="username" value="\(login)" autocomplete="username" hidden>
            \(current.input("password"))\(Door.passwordFields(words, errors))<button>\(words("password.do"))</button></form>
            """)
    }

    private static func changePassword(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let principal = try visit.someone()
        guard case .account(let account, let digest) = principal.identity else { throw Problem.notFound }
        let form = try await Form(visit.request)
        let log = visit.service.store.log(of: principal.district)
        var errors = NewPassword.errors(form, of: account, page.words)
        let signIn = SignIn(log: log, hasher: visit.service.hasher, limits: visit.service.signInLimits)
        switch try await signIn.attempt(login: account.login, password: form.exactly("current"), from: visit.peer) {
        case .signedIn: break
        case .refused: errors.add("current", page.words("password.error.current"))
        case .wait(let seconds):
            errors.add("current", page.words("signIn.waitMinutes", count: max(1, (seconds + 59) / 60)))
        }
        guard errors.isEmpty else { return try passwordPage(page, errors: errors) }
        let hash = try await visit.service.hasher.hash(Password(form.exactly("password"))).text
        try await AccountStore(log: log).setPassword(hash, of: account.id)
        try await SessionStore(log: log).endAll(of: account.id, but: digest)
        visit.service.principals.forget()
        return Page.seeOther("/account?saved=true")
    }
}
