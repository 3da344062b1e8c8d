import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup

/// Coming in and going out: sign-in by a password, sign-out, the links by which a password is set, the language.
enum DoorRoutes {
    static let all = [
        Endpoint("signInPage", .get, "/sign-in", .anyone) { try await show($0) },
        Endpoint("signIn", .post, "/sign-in", .anyone) { try await signIn($0) },
        Endpoint("signOut", .post, "/sign-out", .signedIn) { try await signOut($0) },
        Endpoint("linkPage", .get, "/link/{link}", .anyone) { try await showLink($0) },
        Endpoint("useLink", .post, "/link/{link}", .anyone) { try await useLink($0) },
        Endpoint("chooseLanguage", .post, "/language", .anyone) { try await chooseLanguage($0) },
    ]

    // MARK: Sign-in

    private static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let door = Door(
            page: page, districts: try await visit.service.districts.all(), to: visit.query.text("to") ?? "/")
        guard let district = door.district(named: visit.query.text("district")) else { return door.chooseDistrict() }
        var notice = HTML()
        if visit.query.text("ended") != nil { notice = Notice.told(page.words("signIn.ended")) }
        if visit.query.text("out") != nil { notice = Notice.done(page.words("signIn.out")) }
        if visit.query.text("set") != nil { notice = Notice.done(page.words("signIn.set")) }
        return door.signIn(district, notice: notice)
    }

    private static func signIn(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let form = try await Form(visit.request)
        let door = Door(page: page, districts: try await visit.service.districts.all(), to: form["to"])
        guard let district = door.district(named: form["district"]) else { return door.chooseDistrict() }
        let log = visit.service.store.log(of: district)
        let signIn = SignIn(log: log, hasher: visit.service.hasher, limits: visit.service.signInLimits)
        switch try await signIn.attempt(login: form["login"], password: form.exactly("password"), from: visit.peer) {
        case .signedIn(let account):
            return try await begin(account, in: log, way: "password", to: form["to"])
        case .refused: return door.signIn(district, login: form["login"], notice: door.refusal, isWrong: true)
        case .wait(let seconds):
            return door.signIn(
                district, login: form["login"], status: .tooManyRequests, notice: door.wait(seconds),
                retryAfter: seconds)
        }
    }

    /// Begins a session, and goes where somebody wanted to go.
    static func begin(_ account: Account, in log: EventLog, way: String, to: String) async throws -> Response {
        var response = Page.seeOther(PendingSignIn.isLocal(to) ? to : "/")
        let text = try await SessionStore(log: log).begin(account.id, way: way)
        response.setCookie(.ofSession(text, lifetime: SessionStore.longest))
        return response
    }

    private static func signOut(_ visit: Visit) async throws -> Response {
        let principal = try visit.someone()
        if case .account(_, let digest) = principal.identity {
            try await SessionStore(log: visit.service.store.log(of: principal.district)).end(digest: digest)
        }
        visit.service.principals.forget()
        var response = Page.seeOther("/sign-in?out=true")
        response.setCookie(.ofSession("", lifetime: .zero))
        // Nobody after them finds in this browser what they had open (W3C Clear Site Data, section 3.1).
        response.headers[.clearSiteData] = #""cache""#
        return response
    }

    // MARK: Links

    private static func link(_ visit: Visit) async throws -> (log: EventLog, digest: [UInt8], account: Account)? {
        let parts = (visit.context.parameters.get("link") ?? "").split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let tenant = Int32(parts[0]), let secret = Secret(parts[1]),
            let district = try await visit.service.districts.district(tenant)
        else { return nil }
        let log = visit.service.store.log(of: district)
        guard let account = try await LinkStore(log: log).account(digest: secret.digest) else { return nil }
        return (log, secret.digest, account)
    }

    private static func showLink(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        guard let link = try await link(visit) else { return Door.linkEnded(page) }
        return Door.setPassword(page, link.account, errors: FieldErrors())
    }

    private static func useLink(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let form = try await Form(visit.request)
        guard let link = try await link(visit) else { return Door.linkEnded(page) }
        let errors = NewPassword.errors(form, of: link.account, page.words)
        guard errors.isEmpty else { return Door.setPassword(page, link.account, errors: errors) }
        let hash = try await visit.service.hasher.hash(Password(form.exactly("password"))).text
        guard try await LinkStore(log: link.log).use(digest: link.digest, settingPassword: hash) else {
            return Door.linkEnded(page)
        }
        visit.service.principals.forget()
        return Page.seeOther("/sign-in?set=true&district=\(link.log.district.id)")
    }

    // MARK: Language

    private static func chooseLanguage(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        guard let language = Language(rawValue: form["language"]) else {
            throw Problem(.badRequest, "The language must be one of those that the page offers.")
        }
        if let principal = visit.principal, let account = principal.account {
            let log = visit.service.store.log(of: principal.district)
            try await AccountStore(log: log).choose(language.rawValue, for: account.id)
            visit.service.principals.forget()
        }
        let to = form["to"]
        var response = Page.seeOther(PendingSignIn.isLocal(to) ? to : "/")
        response.setCookie(
            Cookie(
                name: Language.cookie, value: language.rawValue, maxAge: 365 * 24 * 3600, path: "/", secure: true,
                httpOnly: true, sameSite: .lax))
        return response
    }
}

extension Cookie {
    /// The cookie of a session; of no lifetime, to end it.
    static func ofSession(_ text: String, lifetime: Duration) -> Cookie {
        Cookie(
            name: Credentials.cookie, value: text, maxAge: Int(lifetime.components.seconds), path: "/", secure: true,
            httpOnly: true, sameSite: .lax)
    }
}

extension HTTPField.Name {
    // A token of RFC 9110, section 5.6.2, which is all that the initialiser asks for.
    static let clearSiteData = HTTPField.Name("Clear-Site-Data")!
}
