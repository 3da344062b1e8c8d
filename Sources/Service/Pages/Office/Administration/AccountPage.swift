import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup

/// One account: its parts, and what helps where somebody cannot get in.
enum AccountPage {
    static func show(_ visit: Visit) async throws -> Response {
        try await answer(visit, Form(), FieldErrors())
    }

    private static func item(_ visit: Visit) async throws -> AccountList.Item {
        guard let item = try await AccountList(log: try visit.log()).one(try visit.path("account")) else {
            throw Problem.notFound
        }
        return item
    }

    private static func path(_ account: Account) -> String { "/accounts/\(account.id)" }

    // MARK: The page

    private static func answer(_ visit: Visit, _ form: Form, _ errors: FieldErrors) async throws -> Response {
        let page = try await Page(visit)
        let (words, item) = (page.words, try await item(visit))
        let account = item.account
        let saved = visit.query.text("saved") == nil ? HTML() : Notice.done(words("accounts.saved"))
        let ended = account.endedAt.map { words.html("accounts.locked", ["date": words.time($0)]) }
        let state: HTML? = ended.map { "<div><dt>\(words("accounts.state"))</dt><dd>\($0)</dd></div>" }
        let rest: HTML =
            account.endedAt == nil
            ? try await roleForm(visit, account, form, errors, words) + help(visit, account, words) : HTML()
        return page.answer(
            account.name, status: errors.isEmpty ? .ok : .unprocessableContent,
            crumbs: AdministrationPages.crumbs(words), kind: "page--narrow",
            """
            <div class="head"><div><h1>\(account.name)</h1></div></div>\(saved)\(errors.summary(words))
            <dl class="facts"><div><dt>\(words("accounts.login"))</dt><dd>\(account.login)</dd></div>\
            <div><dt>\(words("accounts.way"))</dt><dd>\(AccountListPage.way(item, words))</dd></div>\
            <div><dt>\(words("accounts.last"))</dt><dd>\(item.seenAt.map { words.moment($0) } ?? "–")</dd></div>\(state)</dl>
            <section><h2>\(words("accounts.roles"))</h2>\(parts(item, words))</section>\(rest)
            """)
    }

    private static func parts(_ item: AccountList.Item, _ words: PageWords) -> HTML {
        guard !item.parts.isEmpty else { return "<p>\(words("accounts.noParts"))</p>" }
        let rows = item.parts.map { part -> [HTML] in
            let end: HTML =
                part.grant.map { grant in
                    """
                    <form method="post" action="\(path(item.account))/roles/\(grant.uuidString.lowercased())/end">\
                    <button class="button--text">\(words("accounts.endRole"))<span class="unseen"> \
                    \(AccountListPage.text(part, words))</span></button></form>
                    """
                } ?? HTML()
            return [
                HTML(text: words("role.\(part.role.rawValue)")), HTML(text: place(part, words)),
                HTML(
                    text: part.grant == nil ? words("accounts.roster") : part.granter ?? words("accounts.commandLine")),
                end,
            ]
        }
        return OfficeTable(
            caption: words("accounts.rolesCaption"),
            columns: [
                .init(title: words("accounts.role")), .init(title: words("accounts.for")),
                .init(title: words("accounts.from")), .init(title: words("table.do"), isUnseen: true),
            ], rows: rows
        ).html
    }

    /// What a part is for.
    private static func place(_ part: AccountList.Part, _ words: PageWords) -> String {
        if let place = part.place { return place }
        return part.grant == nil ? words("accounts.ownOnes") : words("accounts.district")
    }

    private static func roleForm(
        _ visit: Visit, _ account: Account, _ form: Form, _ errors: FieldErrors, _ words: PageWords
    ) async throws -> HTML {
        let roles = try await RoleForm(words, try visit.log())
        return """
            <section><h2>\(words("accounts.addRole"))</h2>
            <form method="post" action="\(path(account))/roles" class="stack" novalidate>\
            \(roles.fields(form, errors, isOptional: false))<button class="button--quiet">\(words("accounts.giveRole"))</button>
            </form></section>
            """
    }

    private static func help(_ visit: Visit, _ account: Account, _ words: PageWords) -> HTML {
        let close: HTML =
            account.id == visit.principal?.account?.id
            ? HTML()
            : """
            <a class="button button--grave" href="\(path(account))/close">\(words("accounts.close"))</a>
            """
        return """
            <section><h2>\(words("accounts.help"))</h2><div class="actions">\
            <form method="post" action="\(path(account))/reset"><button class="button--quiet">\(words("accounts.reset"))</button>\
            </form><form method="post" action="\(path(account))/sessions/end"><button class="button--quiet">\
            \(words("accounts.endSessions"))</button></form>\(close)</div></section>
            """
    }

    // MARK: Parts

    static func grant(_ visit: Visit) async throws -> Response {
        let account = try await item(visit).account
        guard account.endedAt == nil else { throw Problem.notFound }
        let log = try visit.log()
        let words = PageWords(Language.of(visit.request, account: visit.principal?.account))
        let form = try await Form(visit.request)
        var errors = FieldErrors()
        let grant = try await RoleForm(words, log).grant(form, &errors, log)
        guard errors.isEmpty, let grant else { return try await answer(visit, form, errors) }
        try await AccountStore(log: log).add(grant, to: account.id, by: visit.principal?.account?.id)
        visit.service.principals.forget()
        return Page.seeOther("\(path(account))?saved=true")
    }

    static func endRole(_ visit: Visit) async throws -> Response {
        let account = try await item(visit).account
        guard let grant = visit.context.parameters.get("grant").flatMap({ UUID(uuidString: $0) }) else {
            throw Problem.notFound
        }
        try await AccountStore(log: try visit.log()).endGrant(grant, of: account.id)
        visit.service.principals.forget()
        return Page.seeOther("\(path(account))?saved=true")
    }

    // MARK: Getting in

    static func reset(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let account = try await item(visit).account
        guard account.endedAt == nil else { throw Problem.notFound }
        let link = try await LinkStore(log: try visit.log()).make(.reset, for: account.id)
        return InvitePage.shown(page, account, link, page.words("accounts.resetOnce", ["name": account.name]))
    }

    static func endSessions(_ visit: Visit) async throws -> Response {
        let account = try await item(visit).account
        try await SessionStore(log: try visit.log()).endAll(of: account.id)
        visit.service.principals.forget()
        return Page.seeOther("\(path(account))?saved=true")
    }

    static func askClose(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let (words, account) = (page.words, try await item(visit).account)
        let title = words("accounts.closeTitle", ["name": account.name])
        return page.answer(
            title, crumbs: AdministrationPages.crumbs(words), kind: "page--narrow",
            """
            <div class="head"><div><h1>\(title)</h1></div></div><form method="post" class="stack">
            <p>\(words("accounts.closeFinal", ["name": account.name]))</p><div class="actions">\
            <button class="button--grave">\(words("accounts.close"))</button>\
            <a href="\(path(account))">\(words("accounts.leaveOpen"))</a></div></form>
            """)
    }

    static func close(_ visit: Visit) async throws -> Response {
        let account = try await item(visit).account
        guard account.id != visit.principal?.account?.id else {
            throw Problem(.conflict, "Nobody ends their own account: somebody must be left who lets others in.")
        }
        try await AccountStore(log: try visit.log()).end(account.id)
        visit.service.principals.forget()
        return Page.seeOther("\(path(account))?saved=true")
    }
}
