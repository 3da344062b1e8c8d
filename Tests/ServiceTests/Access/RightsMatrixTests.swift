import EventLog
import Foundation
import HTTPTypes
import LearningRecord
import LibPQ
import Testing

@testable import Service

/// Every route, for every part, at the own school, another school, another district and nowhere.
@Suite struct RightsMatrixTests {
    @Test func `every route stands in the table of rights once`() {
        let listed = RightsTable.routes.values.flatMap(\.self)
        #expect(Set(listed).count == listed.count)
        let served = Set(ServiceRoutes.all.map(\.name))
        #expect(served.count == ServiceRoutes.all.count, "two routes have one name")
        #expect(served.subtracting(listed).sorted() == [], "routes that nobody wrote rights down for")
        #expect(Set(listed).subtracting(served).sorted() == [], "rights of routes that are gone")
    }

    @Test func `everybody may do what the table says, and nothing else`() async throws {
        try await RunningService.with(follows: false) { service in
            let district = try await RightsDistrict(service)
            let gate = Gate(service: service.parts)
            var wrong: [String] = []
            for (need, names) in RightsTable.routes {
                for endpoint in ServiceRoutes.all where names.contains(endpoint.name) {
                    for caller in RightsTable.Caller.allCases {
                        for place in RightsTable.Place.allCases where need.hasPlace || place == .own {
                            let isAllowed = try await district.mayUse(endpoint, caller, place, gate)
                            let isMeant = RightsTable.allows(need, caller, at: place, isPage: !endpoint.isAPI)
                            if isAllowed != isMeant {
                                wrong.append("\(endpoint.name): \(caller) at \(place) \(isAllowed ? "may" : "may not")")
                            }
                        }
                    }
                }
            }
            #expect(wrong.sorted() == [])
        }
    }

    /// Over HTTP: what is refused says nothing, and just what an address says that leads nowhere.
    @Test func `what is not yours looks as if it were not there`() async throws {
        try await RunningService.with(follows: false) { service in
            let district = try await RightsDistrict(service)
            var wrong: [String] = []
            for (need, names) in RightsTable.routes where need.hasPlace {
                for endpoint in ServiceRoutes.all where names.contains(endpoint.name) {
                    // Whoever is not signed in is sent to sign in, with the address that they wanted.
                    for caller in RightsTable.Caller.allCases where endpoint.isAPI || caller != .nobody {
                        let nowhere = try await district.answer(service, endpoint, caller, .nowhere)
                        for place in [RightsTable.Place.own, .otherSchool, .otherDistrict]
                        where !RightsTable.allows(need, caller, at: place, isPage: !endpoint.isAPI) {
                            let answer = try await district.answer(service, endpoint, caller, place)
                            if answer.status < 300 || answer != nowhere {
                                wrong.append("\(endpoint.name): \(caller) at \(place): \(answer.status) \(answer.text)")
                            }
                        }
                    }
                }
            }
            #expect(wrong.sorted() == [])
        }
    }

    @Test func `at eighteen the record is the learner's, and the family's only where it was granted`() async throws {
        try await RunningService.with(follows: false) { service in
            let school = try await SmallSchool(service)
            let mother = try await service.account("mother", person: school.mother)
            let path = "/api/v1/learners/\(school.ada)/continuum"
            #expect(try await service.get(path, as: mother).status == 200)
            try await service.setBirthDate(of: school.ada, yearsAgo: 18)
            #expect(try await service.get(path, as: mother).status == 404)
            let granted = try await service.account(
                "granted", [RoleGrant(role: .family, learner: school.ada)])
            #expect(try await service.get(path, as: granted).status == 200)
            let ada = try await service.account("ada", person: school.ada)
            #expect(try await service.get(path, as: ada).status == 200)
        }
    }

    @Test func `a restriction shuts out whoever the roster would let in`() async throws {
        try await RunningService.with(follows: false) { service in
            let school = try await SmallSchool(service)
            let mother = try await service.account("mother", person: school.mother)
            let path = "/api/v1/learners/\(school.ada)/continuum"
            #expect(try await service.get(path, as: mother).status == 200)
            let (tenant, learner, person) = (service.log.district.tenant, school.ada, school.mother)
            try await service.log.run { session in
                _ = try session.execute(
                    """
                    insert into access.restriction (tenant, learner, person, reason)
                    values (\(tenant), \(learner), \(person), 'an order')
                    """)
            }
            #expect(try await service.get(path, as: mother).status == 404)
        }
    }

    @Test func `who is shut out of a record does not see it among a section's either`() async throws {
        try await RunningService.with { service in
            let school = try await SmallSchool(service)
            let teacher = try await service.account("teacher", person: school.teacher)
            let path = "/api/v1/sections/\(school.section)/needs?atLeast=\(school.position)"
            #expect(try await service.get(path, as: teacher).text.contains("\(school.ada)"))
            let (tenant, learner, person) = (service.log.district.tenant, school.ada, school.teacher)
            try await service.log.run { session in
                _ = try session.execute(
                    """
                    insert into access.restriction (tenant, learner, person, reason)
                    values (\(tenant), \(learner), \(person), 'an order')
                    """)
            }
            let needs = try await service.get(path, as: teacher)
            #expect(needs.status == 200)
            #expect(!needs.text.contains("\(school.ada)"))
            #expect(needs.text.contains("\(school.ben)"))
        }
    }
}
