import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord
import LibPQ
import NIOCore
import Testing

@testable import Service

/// Two districts with everybody in them whom ``RightsTable`` names.
struct RightsDistrict {
    private var callers: [RightsTable.Caller: Caller] = [:]
    private let learners: [RightsTable.Place: LearnerID]
    private let sections: [RightsTable.Place: SectionID]

    init(_ service: RunningService) async throws {
        let school = try await SmallSchool(service)
        let colleague = try await service.person("t-2", "Ida", "Berg", role: "teacher")
        try await service.enrol(colleague, in: school.neighbour, at: school.other, part: "teacher")
        let elsewhere = service.of(try await service.store.createDistrict(named: "Elsewhere"))
        let far = try await elsewhere.school("Far School")
        let farSection = try await elsewhere.section("Far", at: far)
        let farLearner = try await elsewhere.person("s-1", "Ada", "Far", role: "student")
        try await elsewhere.enrol(farLearner, in: farSection, at: far)
        learners = [
            .own: school.ada, .otherSchool: school.cleo, .otherDistrict: farLearner, .nowhere: LearnerID(UUID()),
        ]
        sections = [
            .own: school.section, .otherSchool: school.neighbour, .otherDistrict: farSection,
            .nowhere: SectionID(UUID()),
        ]
        callers = [
            .nobody: .nobody,
            .learner: try await service.account("learner", person: school.ada),
            .family: try await service.account("family", person: school.mother),
            .teacher: try await service.account("teacher", person: school.teacher),
            .colleague: try await service.account("colleague", person: colleague),
            .registrarOfSchool: try await service.account(
                "registrar", [RoleGrant(role: .registrar, school: school.school)]),
            .registrarOfDistrict: try await service.account("head", [RoleGrant(role: .registrar)]),
            .principalOfSchool: try await service.account(
                "principal", [RoleGrant(role: .principal, school: school.school)]),
            .analyst: try await service.account("analyst", [RoleGrant(role: .analyst)]),
            .dataEngineer: try await service.account("engineer", [RoleGrant(role: .dataEngineer)]),
            .administrator: try await service.account("administrator", [RoleGrant(role: .administrator)]),
            .opener: try await service.account("opener", [RoleGrant(role: .administrator)]),
            .token: try await service.token(),
            .smallToken: try await service.token([.readStatus]),
            // In a district of their own, they have every part: it reaches no further than that.
            .stranger: try await elsewhere.account("stranger", AccessRole.granted.map { RoleGrant(role: $0) }),
        ]
        let opener = try #require(try await AccountStore(log: service.log).account(login: "opener"))
        try await service.open(school.cleo, by: opener.id)
        // The stranger is a registrar at home; the places are those of the first district and of a third one.
        let third = service.of(try await service.store.createDistrict(named: "Third"))
        let thirdSchool = try await third.school("Third School")
        let thirdSection = try await third.section("Third", at: thirdSchool)
        let thirdLearner = try await third.person("s-1", "Ada", "Third", role: "student")
        try await third.enrol(thirdLearner, in: thirdSection, at: thirdSchool)
        thirdPlace = (thirdLearner, thirdSection)
    }

    private let thirdPlace: (learner: LearnerID, section: SectionID)

    private func learner(_ caller: RightsTable.Caller, _ place: RightsTable.Place) throws -> LearnerID {
        if caller == .stranger, place == .otherDistrict { return thirdPlace.learner }
        return try #require(learners[place])
    }

    private func section(_ caller: RightsTable.Caller, _ place: RightsTable.Place) throws -> SectionID {
        if caller == .stranger, place == .otherDistrict { return thirdPlace.section }
        return try #require(sections[place])
    }

    /// Whether the gate lets somebody through to a route.
    func mayUse(
        _ endpoint: Endpoint, _ caller: RightsTable.Caller, _ place: RightsTable.Place, _ gate: Gate
    ) async throws -> Bool {
        let principal = try await principal(caller, gate)
        do {
            _ = try await gate.right(
                to: endpoint, principal, learner: try learner(caller, place), section: try section(caller, place))
            return true
        } catch let problem as Problem {
            let expected: Set<Problem.Sort> = [.notSignedIn, .forbidden, .notFound]
            #expect(expected.contains(problem.sort), "\(endpoint.name): \(problem)")
            return false
        }
    }

    private func principal(_ caller: RightsTable.Caller, _ gate: Gate) async throws -> Principal? {
        let (way, text): (Credentials.Way, String)
        switch try #require(callers[caller]) {
        case .nobody: return nil
        case .token(let token): (way, text) = (.token, token)
        case .session(let session): (way, text) = (.session, session)
        }
        let credentials = try #require(Credentials(way, text))
        return try await gate.service.principals.principal(credentials)
    }

    /// What is answered, but for what differs from request to request.
    struct Answered: Equatable {
        let status: Int
        let text: String
    }

    func answer(
        _ service: RunningService, _ endpoint: Endpoint, _ caller: RightsTable.Caller, _ place: RightsTable.Place
    ) async throws -> Answered {
        var path = endpoint.path
        let names = [
            "learner": "\(try learner(caller, place))", "section": "\(try section(caller, place))",
            "competency": "\(RunningService.ratios)",
        ]
        for (name, value) in names { path = path.replacing("{\(name)}", with: value) }
        while let open = path.firstIndex(of: "{"), let close = path.firstIndex(of: "}") {
            path.replaceSubrange(open...close, with: "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0dff")
        }
        let answer = try await service.send(
            endpoint.method, path, as: try #require(callers[caller]),
            headers: [("Accept", "application/json"), ("Sec-Fetch-Site", "same-origin")])
        var text = String(decoding: answer.body, as: UTF8.self)
        if let instance = text.range(of: "urn:request:[0-9a-f]+", options: .regularExpression) {
            text.removeSubrange(instance)
        }
        return Answered(status: answer.status, text: text)
    }
}

extension Credentials {
    /// As a request would show them.
    init?(_ way: Way, _ text: String) {
        var request = HTTPRequest(method: .get, scheme: "http", authority: "here", path: "/")
        switch way {
        case .token: request.headerFields[.authorization] = "Bearer \(text)"
        case .session: request.headerFields[.cookie] = "\(Credentials.cookie)=\(text)"
        }
        self.init(.init(head: request, body: .init(buffer: .init())))
    }
}

extension RunningService {
    /// The same service, for what is set up in another district.
    func of(_ district: District) -> RunningService { RunningService(self, log: store.log(of: district)) }

    /// A birth date so many years ago today.
    func setBirthDate(of person: PersonID, yearsAgo years: Int32) async throws {
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute(
                """
                update ref.person set birth_date = (clock_timestamp() at time zone 'UTC')::date
                       - make_interval(years => \(years))
                 where tenant = \(tenant) and person = \(person)
                """)
        }
    }

    /// Opens a record for somebody for an hour.
    func open(_ learner: LearnerID, by account: AccountID) async throws {
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute(
                """
                insert into access.opening (tenant, opening, account, learner, reason, expires_at)
                values (\(tenant), \(UUID()), \(account), \(learner), 'a test', clock_timestamp() + interval '1 hour')
                """)
        }
    }
}
