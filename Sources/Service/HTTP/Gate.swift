import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord

/// What every request goes through before its route: who asks, whether they may, and the note of it.
struct Gate: Sendable {
    let service: ServiceParts

    /// Answers a request by a route, if the caller may.
    func answer(_ endpoint: Endpoint, _ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let deadline = endpoint.deadline else { return try await admit(endpoint, request, context) }
        return try await service.deadlines.within(deadline) { try await admit(endpoint, request, context) }
    }

    private func admit(_ endpoint: Endpoint, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let credentials = Credentials(request)
        if credentials?.way != .token, !SameSite.allows(request) {
            throw Problem(.crossSite, "A form of another site cannot act for somebody who is signed in here.")
        }
        let principal = try await credentials.asyncMap { try await service.principals.principal($0) } ?? nil
        if endpoint.permission != .anyone, principal == nil, !endpoint.isAPI {
            return Self.doorstep(request, hadSession: credentials != nil)
        }
        let basis = try await right(
            to: endpoint, principal, learner: context.parameters.get("learner").flatMap { LearnerID($0) },
            section: context.parameters.get("section").flatMap { SectionID($0) }, showed: credentials != nil)
        let visit = Visit(
            endpoint: endpoint, request: request, context: context, service: service, principal: principal, basis: basis
        )
        if let principal, endpoint.isAudited, let relationship = basis.relationship, let learner = basis.ids.first {
            let asked = context.parameters.get("learner").flatMap { LearnerID($0) } ?? learner
            async let noted: Void = ReadLog(log: service.store.log(of: principal.district)).note(
                principal, at: [asked], what: endpoint.name, why: relationship.name, request: context.id)
            // What changes something begins only once it is noted, and so does what may show the note; a page is made
            // meanwhile, and goes out afterwards.
            if endpoint.isAPI || endpoint.method != .get { try await noted }
            let outcome = await Result.awaiting { try await respond(endpoint, visit) }
            try await noted
            return try outcome.get()
        }
        return try await respond(endpoint, visit)
    }

    private func respond(_ endpoint: Endpoint, _ visit: Visit) async throws -> Response {
        if endpoint.isAPI { try visit.query.check(endpoint.parameters) }
        return try await endpoint.respond(visit)
    }

    /// Where somebody goes who wants a page and is not signed in; they come back to it afterwards.
    private static func doorstep(_ request: Request, hadSession: Bool) -> Response {
        var to = "/sign-in"
        if request.method == .get {
            let here = request.uri.description.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            to += "?to=\(here)" + (hadSession ? "&ended=true" : "")
        } else if hadSession {
            to += "?ended=true"
        }
        return Page.seeOther(to)
    }

    /// The right by which the caller may use a route.
    /// - Parameters:
    ///   - learner: whom the address names, if it names one.
    ///   - section: the section that it names.
    ///   - showed: whether the caller showed something that was to let them in.
    /// - Throws: ``Problem`` where there is none, `EventLogError`.
    func right(
        to endpoint: Endpoint, _ principal: Principal?, learner: LearnerID?, section: SectionID?, showed: Bool = false
    ) async throws -> Authority.Basis {
        guard endpoint.permission != .anyone else { return .none }
        guard let principal else {
            throw Problem(.notSignedIn, showed ? "The session or token has ended." : "Sign in, or send a token.")
        }
        // What is shown on a page follows from who is signed in, and a token signs nobody in.
        if !endpoint.isAPI, principal.token != nil {
            throw Problem(.forbidden, "Pages are for people; a token is for /api/v1.")
        }
        let authority = Authority(log: service.store.log(of: principal.district))
        switch endpoint.permission {
        case .anyone, .any: return .none
        case .signedIn:
            guard principal.account != nil else { throw Problem(.forbidden, "This is for people, not for tokens.") }
            return .none
        case .duty(let duty):
            guard try await authority.allows(duty, principal) else { throw Self.lacks(duty, principal) }
            return .none
        case .record(let use): return try await Self.basis(authority, use, principal, learner)
        case .dutyTo(let duty, let use):
            guard try await authority.allows(duty, principal) else { throw Self.lacks(duty, principal) }
            return try await Self.basis(authority, use, principal, learner)
        case .section:
            guard let section, try await authority.allowsSection(section, principal)
            else { throw Problem.notFound }
            return .none
        }
    }

    /// The right by which the caller may use the record of the learner whom the route names.
    private static func basis(
        _ authority: Authority, _ use: RecordUse, _ principal: Principal, _ learner: LearnerID?
    ) async throws -> Authority.Basis {
        if let scope = use.scope, let token = principal.token, !token.scopes.contains(scope) {
            throw Problem(.forbidden, "The token lacks the scope \(scope.rawValue).")
        }
        guard let learner, let basis = try await authority.basis(of: principal, for: use, learner) else {
            throw Problem.notFound
        }
        return basis
    }

    private static func lacks(_ duty: Duty, _ principal: Principal) -> Problem {
        guard principal.token != nil else { return Problem(.forbidden, "No part that you have allows this.") }
        guard let scope = duty.scope else { return Problem(.forbidden, "No token may do this.") }
        return Problem(.forbidden, "The token lacks the scope \(scope.rawValue).")
    }
}

extension Result where Failure == any Error {
    /// What a body that waits came to.
    fileprivate static func awaiting(_ body: () async throws -> Success) async -> Self {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}

extension Optional {
    /// As `map`, for a body that waits.
    fileprivate func asyncMap<Value>(_ body: (Wrapped) async throws -> Value) async throws -> Value? {
        guard let self else { return nil }
        return try await body(self)
    }
}
