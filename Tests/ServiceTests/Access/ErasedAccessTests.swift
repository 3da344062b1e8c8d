import EventLog
import Foundation
import LearningRecord
import LibPQ
import ReferenceData
import Testing

@testable import Service

@Suite struct ErasedAccessTests {
    @Test func `an erased person signs in no more, and nothing that was written about their access is left`()
        async throws
    {
        try await RunningService.with(follows: false) { service in
            let school = try await SmallSchool(service)
            let ada = try await service.account("ada@example.org", person: school.ada)
            let keeper = try await service.account("keeper", [RoleGrant(role: .administrator)])
            let account = try #require(try await AccountStore(log: service.log).account(login: "keeper"))
            try await service.open(school.ada, by: account.id)
            #expect(try await service.get("/api/v1/me", as: ada).status == 200)
            let (tenant, person) = (service.log.district.tenant, school.ada)
            try await service.log.transaction { session in
                try PersonErasure.erase(session, tenant: tenant, person: person)
            }
            service.parts.principals.forget()
            #expect(try await service.get("/api/v1/me", as: ada).status == 401)
            #expect(try await service.get("/api/v1/me", as: keeper).status == 200)
            let left = try await service.log.run { session in
                try session.query(
                    """
                    select (select count(*) from access.account a where a.tenant = \(tenant)
                                and (a.person = \(person) or a.login like '%ada%' or a.name ilike '%ada%')),
                           (select count(*) from access.opening o where o.tenant = \(tenant)
                                and o.learner = \(person) and o.reason <> '')
                    """
                ).map { (try $0[0, as: Int64.self], try $0[1, as: Int64.self]) }
            }
            #expect(left.first?.0 == 0)
            #expect(left.first?.1 == 0)
        }
    }
}
