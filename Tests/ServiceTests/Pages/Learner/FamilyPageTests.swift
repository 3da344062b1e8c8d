import EventLog
import Foundation
import LearningRecord
import LibPQ
import Testing

@testable import Service

/// A family's children, and who has seen a record.
@Suite struct FamilyPageTests {
    @Test func `A family finds its children: those of the roster until they are of age, and those that were granted`()
        async throws
    {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let mother = try await service.account("mia", person: small.mother)
            let granted = try await service.account("aunt", [RoleGrant(role: .family, learner: small.cleo)])
            #expect(try await service.open("/children", as: mother).shown.contains("Ada Moreno"))
            #expect(try await service.open("/", as: mother).shown.contains("Ada Moreno"))
            let aunt = try await service.open("/children", as: granted)
            #expect(aunt.shown.contains("Cleo Moreno"))
            #expect(!aunt.shown.contains("Ada Moreno"))
            let tenant = service.log.district.tenant
            try await service.log.run { session in
                _ = try session.execute(
                    """
                    update ref.person set birth_date = '2000-01-01' where tenant = \(tenant)
                       and person = any(\([small.ada, small.cleo]))
                    """)
            }
            #expect(!(try await service.open("/children", as: mother)).shown.contains("Ada Moreno"))
            #expect(try await service.open("/children", as: granted).shown.contains("Cleo Moreno"))
            #expect(try await service.open("/learners/\(small.ada)/path", as: mother).status == 404)
        }
    }

    @Test func `Who has seen a record stands there with the reason, and one's own reading does not`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let ada = try await service.account("ada", person: small.ada)
            let mother = try await service.account("mia", person: small.mother)
            let path = "/learners/\(small.ada)/seen"
            #expect(try await service.open(path, as: ada).shown.contains("Nobody but you has opened this record yet"))
            let teacher = try await service.account("grace", person: small.teacher)
            _ = try await service.open("/learners/\(small.ada)/path", as: teacher)
            _ = try await service.open("/learners/\(small.ada)/path", as: ada)
            let substitute = try await service.account("sub")
            let (tenant, learner) = (service.log.district.tenant, small.ada)
            try await service.log.run { session in
                _ = try session.execute(
                    """
                    insert into access.opening (tenant, opening, account, learner, reason, expires_at)
                    select \(tenant), \(UUID()), a.account, \(learner), 'Stands in <this> week.',
                           clock_timestamp() + interval '1 hour'
                      from access.account a where a.tenant = \(tenant) and a.login = 'sub'
                    """)
            }
            #expect(try await service.open("/learners/\(small.ada)/path", as: substitute).status == 200)
            try await service.append([
                try service.event(
                    .disclosed(
                        Disclosed(
                            digest: try #require(Digest(bytes: Array(repeating: 1, count: 32))),
                            recipientClass: .postSecondary, lawfulBasis: .consent)),
                    of: small.ada, on: "2025-11-01", words: ["recipient": "Riverside College"])
            ])
            for caller in [ada, mother] {
                let page = try await service.open(path, as: caller)
                #expect(page.shown.contains("Grace"))
                #expect(page.text.contains("“Stands in &lt;this&gt; week.”"))
                #expect(page.shown.contains("Riverside College"))
                #expect(!page.text.contains("<th scope=\"row\">Ada"))
            }
        }
    }

    @Test func `The whole record is asked for once until it is answered`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let mother = try await service.account("mia", person: small.mother)
            let base = "/learners/\(small.ada)"
            let form = try await service.open("\(base)/seen", as: mother)
            for event in [try form.eventID(), Page.newEventID().description] {
                let asked = try await service.submit([("event", event)], to: "\(base)/access-requests", as: mother)
                #expect(asked.status == 200)
                #expect(asked.text.contains("You asked for the whole record on"))
            }
            let history = try await service.log.read(learner: small.ada)
            let requests = history.filter { $0.event.kind == .accessRequested }
            #expect(requests.count == 1)
            #expect(requests.first?.event.facts == .accessRequested(AccessRequested(requester: .family)))
        }
    }

    @Test func `A transcript is prepared by the learner and seen as its reader will`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            try await service.waitForTables(small.position)
            let ada = try await service.account("ada", person: small.ada)
            let path = "/learners/\(small.ada)/transcript"
            let form = try await service.open(path, as: ada)
            let pieces = form.text.matches(of: #/name="highlights" value="(?<id>[0-9a-f-]{36})"/#).map {
                String($0.output.id)
            }
            #expect(pieces.count == 2)
            let fields = [("event", try form.eventID()), ("statement", "I find <out> why.")]
            let saved = try await service.submit(fields + pieces.map { ("highlights", $0) }, to: path, as: ada)
            #expect(saved.status == 200)
            #expect(saved.text.matches(of: #/value="[0-9a-f-]{36}" checked/#).count == 2)
            let preview = try await service.open("\(path)/preview", as: ada)
            #expect(preview.text.contains("I find &lt;out&gt; why."))
            #expect(preview[header: "Content-Security-Policy"]?.contains("style-src 'sha256-") ?? false)
            let mother = try await service.account("mia", person: small.mother)
            #expect(try await service.open("\(path)/preview", as: mother).status == 200)
            let many = (0..<4).map { _ in ("highlights", UUID().uuidString.lowercased()) }
            #expect(try await service.submit(fields + many, to: path, as: ada).status == 422)
        }
    }
}
