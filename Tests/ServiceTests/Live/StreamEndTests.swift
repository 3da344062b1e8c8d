import EventLog
import Foundation
import LearningRecord
import LibPQ
import Testing

@testable import Service

/// An answer that goes on ends soon after the session, the token or the right by which it was begun.
@Suite struct StreamEndTests {
    private static let check = Duration.milliseconds(300)
    /// One check, and what a busy machine adds to it.
    private static let bound = Duration.seconds(4)

    /// Runs a test with a service that looks often, in which no rights are believed.
    private func with(_ body: (RunningService, SectionClass) async throws -> Void) async throws {
        try await RunningService.with(configure: { $0.streamCheck = Self.check }) { service in
            try await body(service, try await SectionClass(service))
        }
    }

    /// A stream goes on past several checks, and ends within one of them once `change` was made.
    private func expectEnd(
        _ service: RunningService, _ path: String, as caller: Caller, after change: () async throws -> Void
    ) async throws {
        let stream = try await OpenStream(service, path, as: caller)
        try await Task.sleep(for: Self.check * 4)
        #expect(stream.isOpen, "\(path) ended while the caller had the right to it")
        let start = ContinuousClock.now
        try await change()
        let took = try await stream.end(after: start, within: Self.bound)
        #expect(took != nil, "\(path) goes on without the right to it")
        // It cannot be had again, once nothing is believed of a moment ago.
        service.parts.principals.forget()
        let again = try await service.get(path, as: caller, headers: [("Accept", "text/event-stream")])
        #expect(again.type != "text/event-stream")
    }

    @Test func `The stream of the log ends with the token`() async throws {
        try await with { service, _ in
            let tokens = TokenStore(log: service.log)
            let (token, text) = try await tokens.create(named: "s", scopes: [.readEvents], lifetime: .seconds(7_200))
            try await expectEnd(service, "/api/v1/events/stream", as: .token(text)) {
                try await tokens.revoke(token.id)
            }
        }
    }

    @Test func `The news of a section end with the session`() async throws {
        try await with { service, school in
            guard case .session(let cookie) = school.teacher else { return }
            let digest = try #require(cookie.split(separator: ".").last.flatMap { Secret($0)?.digest })
            try await expectEnd(service, "\(school.path)/news", as: school.teacher) {
                try await SessionStore(log: service.log).end(digest: digest)
            }
        }
    }

    @Test func `The news of a section and of a path end with the enrolment of who teaches`() async throws {
        try await with { service, school in
            let tenant = service.log.district.tenant
            let path = try await OpenStream(service, "/learners/\(school.small.ben)/news", as: school.teacher)
            try await expectEnd(service, "\(school.path)/news", as: school.teacher) {
                try await service.log.run { session in
                    _ = try session.execute(
                        """
                        update ref.enrolment set ended_on = current_date
                         where tenant = \(tenant) and person = \(school.small.teacher)
                        """)
                }
            }
            #expect(try await path.end(after: .now, within: Self.bound) != nil)
        }
    }

    @Test func `The news of a path end for a family with the relationship`() async throws {
        try await with { service, school in
            let tenant = service.log.district.tenant
            let mother = try await service.account("mia", person: school.small.mother)
            try await expectEnd(service, "/learners/\(school.small.ada)/news", as: mother) {
                try await service.log.run { session in
                    _ = try session.execute(
                        """
                        update ref.relationship set ended_on = current_date
                         where tenant = \(tenant) and other = \(school.small.mother)
                        """)
                }
            }
        }
    }

    @Test func `The news of tables end with the part that was granted, and with the account`() async throws {
        try await with { service, _ in
            let accounts = AccountStore(log: service.log)
            let engineer = try await service.account("eve", [RoleGrant(role: .dataEngineer)])
            let account = try #require(try await accounts.all().first { $0.account.login == "eve" })
            try await expectEnd(service, "/projections/news", as: engineer) {
                try await accounts.endGrant(try #require(account.grants.first).id, of: account.account.id)
            }
            let other = try await service.account("eli", [RoleGrant(role: .dataEngineer)])
            let id = try #require(try await accounts.account(login: "eli")).id
            try await expectEnd(service, "/projections/news", as: other) { try await accounts.end(id) }
        }
    }

    @Test func `Looking whether it may go on is no use of the session, and what may go on goes on`() async throws {
        try await with { service, school in
            let tenant = service.log.district.tenant
            let stream = try await OpenStream(service, "\(school.path)/news", as: school.teacher)
            // As after forty minutes before an open page.
            try await service.log.run { session in
                _ = try session.execute(
                    "update access.session set seen_at = seen_at - interval '40 minutes' where tenant = \(tenant)")
            }
            service.parts.principals.forget()
            try await Task.sleep(for: Self.check * 5)
            try await service.append([try school.evidence(school.small.ben, at: 2, task: "Bridge", on: "2025-10-02")])
            #expect(try await stream.has("Ben Ames"))
            let unused = try await service.log.run { session in
                try session.query(
                    """
                    select bool_and(seen_at < clock_timestamp() - interval '39 minutes') from access.session
                     where tenant = \(tenant)
                    """
                ).single(as: Bool.self)
            }
            #expect(unused)
            // It ends by itself like any session without use.
            try await service.log.run { session in
                _ = try session.execute(
                    "update access.session set seen_at = seen_at - interval '30 minutes' where tenant = \(tenant)")
            }
            #expect(try await stream.end(after: .now, within: Self.bound) != nil)
        }
    }
}
