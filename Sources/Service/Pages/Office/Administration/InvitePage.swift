import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup

/// Inviting somebody: an account, perhaps a part, and a link that is shown once.
enum InvitePage {
    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        return answer(page, try await RoleForm(page.words, try visit.log()), Form(), FieldErrors())
    }

    static func invite(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let (words, log) = (page.words, try visit.log())
        let form = try await Form(visit.request)
        let roles = try await RoleForm(words, log)
        var errors = FieldErrors()
        if form["name"].isEmpty { errors.add("name", words("accounts.error.name")) }
        if form["login"].isEmpty { errors.add("login", words("accounts.error.login")) }
        for (field, limit) in [("name", 200), ("login", 254)] where form[field].count > limit {
            errors.add(field, words("error.tooLong", ["n": words.number(limit)]))
        }
        let grant = try await roles.grant(form, &errors, log)
        let person = try await RoleForm.person(form["person"], log)
        if !form["person"].isEmpty, person == nil { errors.add("person", words("accounts.unknownPerson")) }
        guard errors.isEmpty else { return answer(page, roles, form, errors) }
        let store = AccountStore(log: log)
        let account: Account
        do {
            account = try await store.create(login: form["login"], name: form["name"], person: person)
        } catch AccessError.loginTaken {
            errors.add("login", words("accounts.taken"))
            return answer(page, roles, form, errors)
        }
        if let grant { try await store.add(grant, to: account.id, by: visit.principal?.account?.id) }
        visit.service.principals.forget()
        let link = try await LinkStore(log: log).make(.invite, for: account.id)
        return shown(page, account, link, words("accounts.inviteOnce", ["name": account.name]))
    }

    /// Shows a link, this one time: nothing keeps the page.
    static func shown(_ page: Page, _ account: Account, _ link: String, _ text: String) -> Response {
        let words = page.words
        var response = page.answer(
            account.name, crumbs: AdministrationPages.crumbs(words), kind: "page--narrow",
            """
            <div class="head"><div><h1>\(account.name)</h1></div></div>
            <div class="notice notice--done" role="status"><h2>\(words("accounts.link"))</h2>\
            <p class="secret">\(address(link, page.visit))</p><p>\(text)</p></div>
            <div class="actions"><a class="button" href="/accounts/\(account.id.description)">\(words("accounts.toAccount"))</a>\
            <a href="/accounts">\(words("accounts.back"))</a></div>
            """)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// The whole address of a link: by the configuration, else by how this request came.
    private static func address(_ link: String, _ visit: Visit) -> String {
        if let known = visit.service.configuration.publicURL {
            return (known.hasSuffix("/") ? String(known.dropLast()) : known) + link
        }
        let authority = visit.request.head.authority ?? ""
        let isLocal = ["localhost", "127.0.0.1", "[::1]"].contains { authority.hasPrefix($0) }
        return authority.isEmpty ? link : "\(isLocal ? "http" : "https")://\(authority)\(link)"
    }

    private static func answer(_ page: Page, _ roles: RoleForm, _ form: Form, _ errors: FieldErrors) -> Response {
        let words = page.words
        let name = Field(
            name: "name", label: words("accounts.name"), value: form["name"], error: errors["name"], autocomplete: "off"
        )
        let login = Field(
            name: "login", label: words("accounts.login"), value: form["login"], hint: words("accounts.loginHint"),
            error: errors["login"], autocomplete: "off")
        let person = Field(
            name: "person", label: words("accounts.person"), value: form["person"], hint: words("accounts.personHint"),
            error: errors["person"], autocomplete: "off", isRequired: false)
        return page.answer(
            words("accounts.invite"), status: errors.isEmpty ? .ok : .unprocessableContent,
            crumbs: AdministrationPages.crumbs(words), kind: "page--narrow",
            """
            <div class="head"><div><h1>\(words("accounts.invite"))</h1></div></div>\(errors.summary(words))
            <form method="post" action="/accounts" class="stack" novalidate>\(name.input("text"))\(login.input("text"))\
            \(person.input("text"))\(roles.fields(form, errors, isOptional: true))
            <button>\(words("accounts.inviteDo"))</button></form>
            """)
    }
}
