import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import Testing

@testable import Service

@Suite struct EquityPagesTests {
    /// Hill High with 60 learners of whom half were offered something, and six of whom are of a small group; Dale High
    /// with two.
    private struct Schools {
        let hill: SchoolID
        let dale: SchoolID

        init(_ service: RunningService) async throws {
            hill = try await service.school("Hill High")
            dale = try await service.school("Dale High")
            try await service.term("Spring", "2025-01-10", "2025-06-20", year: 2025)
            try await service.term("Autumn", "2025-08-01", "2025-12-31", year: 2026)
            var position: Int64 = 0
            for number in 0..<62 {
                let school = number < 60 ? hill : dale
                let learner = try await service.person("s-\(number)", "Given\(number)", "Family", role: "student")
                try await Self.join(learner, number < 6 ? "other" : number < 36 ? "female" : "male", service)
                var events = [
                    try service.event(
                        .enrolled(Enrolled(from: try service.day("2025-08-18"))), of: learner, on: "2025-08-18",
                        school: school)
                ]
                if number % 2 == 0 {
                    events.append(
                        try service.event(
                            .enrichmentOffered(
                                EnrichmentOffered(
                                    opportunity: try service.label("Robotics"), form: .enrichment, initiatedBy: .teacher
                                )),
                            of: learner, on: "2025-09-18", school: school))
                }
                position = try await service.append(events)
            }
            let token = try await service.token([.readEquity])
            _ = try await service.get("/api/v1/equity?by=all&atLeast=\(position)", as: token)
        }

        private static func join(_ learner: PersonID, _ group: String, _ service: RunningService) async throws {
            let tenant = service.log.district.tenant
            try await service.log.run { session in
                _ = try session.execute(
                    """
                    insert into ref.group_membership (tenant, learner, dimension, member_of)
                    values (\(tenant), \(learner), 'sex', \(group))
                    """)
            }
        }
    }

    private static let autumn = "2025-08-01%2F2025-12-31"

    @Test func `Each figure stands with its denominator, and those of few people nowhere`() async throws {
        try await RunningService.with { service in
            let schools = try await Schools(service)
            let analyst = try await service.account("ana", [RoleGrant(role: .analyst)])
            let all = try await service.open("/equity?term=\(Self.autumn)", as: analyst)
            #expect(all.status == 200)
            #expect(all.text.contains("30 of 60"))
            #expect(all.text.contains("too few to show"))
            // Dale has two people: one was offered something.
            #expect(!all.text.contains("1 of 2<"))
            #expect(all.text.contains("Offered something, Autumn"))

            let one = try await service.open(
                "/equity?school=\(schools.hill)&term=\(Self.autumn)&by=sex", as: analyst)
            #expect(one.status == 200, "\(one.text)")
            #expect(one.shown.contains("too few to show"), "\(one.text)")
            #expect(one.text.contains("15 of 30"))
            #expect(one.text.contains("30 of 60 people who were enrolled here this term were offered nothing"))
            #expect(one.text.contains("Who they are, their school sees"))
            // Of the six of the small group three were offered something.
            #expect(!one.text.contains("3 of 6"))
            let hidden = try await service.open(
                "/equity/explain?school=\(schools.hill)&term=\(Self.autumn)&by=sex&group=other&measure=offered",
                as: analyst)
            #expect(hidden.text.contains("This number is of too few people to be shown."))
            #expect(!hidden.text.contains("Numerator, "))
            let told = try await service.open(
                "/equity/explain?school=\(schools.hill)&term=\(Self.autumn)&measure=never&group=everyone", as: analyst)
            #expect(told.text.contains("30 of 60 people who were enrolled were offered nothing."))

            let spanish = try await service.open(
                "/equity?school=\(schools.hill)&term=\(Self.autumn)", as: analyst, language: "es")
            #expect(spanish.text.contains("30 de 60"))
            #expect(spanish.text.contains("50\u{A0}%"))
        }
    }

    @Test func `The file has what the page has, with the same left out`() async throws {
        try await RunningService.with { service in
            let schools = try await Schools(service)
            let analyst = try await service.account("ana", [RoleGrant(role: .analyst)])
            let page = try await service.open("/equity?school=\(schools.hill)&term=\(Self.autumn)&by=sex", as: analyst)
            let link = try page.link(#/\/equity\.csv\?[^"]*/#).replacing("&amp;", with: "&")
            let file = try await service.get(link, as: analyst)
            #expect(file.type == "text/csv")
            let line = file.text.split(separator: "\r\n").first { $0.contains(",other,") && $0.contains(",offered,") }
            #expect(line?.hasSuffix("offered,,enrolled,,true") ?? false, "\(file.text)")
            let token = try await service.token([.readEquity])
            let api = try await service.get(
                "/api/v1/equity?by=sex&school=\(schools.hill)&term=Autumn", as: token, headers: [("Accept", "text/csv")]
            )
            #expect(api.text == file.text)
        }
    }

    @Test func `Names are for whoever leads the school, and each look is noted`() async throws {
        try await RunningService.with { service in
            let schools = try await Schools(service)
            let principal = try await service.account("pat", [RoleGrant(role: .principal, school: schools.dale)])
            let list = try await service.open("/equity/without-offer?term=\(Self.autumn)", as: principal)
            #expect(list.status == 200, "\(list.text)")
            #expect(list.text.contains("Given61 Family"))
            #expect(!list.text.contains("Given1 Family"))
            let looks = try await ReadLog(log: service.log).all(limit: 10)
            #expect(looks.map(\.what) == ["equityWithoutOffer"])
            #expect(looks.first?.reader == "Pat")

            let people = "/equity/explain/people?measure=offered&group=everyone&term=\(Self.autumn)"
            let behind = try await service.open(people, as: principal)
            #expect(behind.text.contains("Given60 Family"), "\(behind.text)")
            #expect(behind.text.contains("Robotics"))
            #expect(try await service.open("\(people)&school=\(schools.hill)", as: principal).status == 404)
            #expect(try await service.open("/equity?school=\(schools.hill)", as: principal).status == 404)

            let analyst = try await service.account("ana", [RoleGrant(role: .analyst)])
            for path in [people, "/equity/without-offer"] {
                #expect(try await service.open(path, as: analyst).status == 403)
            }
            let nobody = try await service.account("ned")
            for path in ["/equity", "/equity.csv", "/equity/explain"] {
                #expect(try await service.open(path, as: nobody).status == 403)
            }
        }
    }

    @Test func `What there is not is said, and is no error of the service`() async throws {
        try await RunningService.with { service in
            let analyst = try await service.account("ana", [RoleGrant(role: .analyst)])
            let empty = try await service.open("/equity", as: analyst)
            #expect(empty.status == 200)
            #expect(empty.text.contains("Nobody was enrolled here in that term"))
            _ = try await Schools(service)
            for query in ["term=Nope", "by=shoe-size", "school=\(UUID().uuidString)", "kind=honors", "measure=rank"] {
                let status = try await service.open("/equity?\(query)", as: analyst).status
                #expect(status == 404 || status == 400, "\(query)")
            }
            let spring = try await service.open("/equity?term=Spring", as: analyst)
            #expect(spring.text.contains("Nobody was enrolled here in that term"))
        }
    }

    @Test func `Terms of about one length follow on one another`() throws {
        func window(_ title: String, _ from: String, _ to: String) throws -> AccessWindow {
            AccessWindow(title: title, from: try #require(CalendarDate(from)), to: try #require(CalendarDate(to)))
        }
        let terms = try [
            window("S26", "2026-01-10", "2026-06-20"), window("A25", "2025-08-01", "2025-12-31"),
            window("Half", "2025-10-01", "2025-12-31"), window("S25", "2025-01-10", "2025-06-20"),
        ]
        let years = try [window("2025-26", "2025-08-01", "2026-06-20")]
        let places = EquityPlaces(schools: [], reach: nil, terms: terms, years: years, dimensions: [])
        #expect(places.series(to: terms[0]).map(\.title) == ["S25", "A25", "S26"])
        #expect(places.series(to: years[0]).map(\.title) == ["2025-26"])
        #expect(places.current(on: try #require(CalendarDate("2026-02-01")))?.title == "S26")
        #expect(places.current(on: try #require(CalendarDate("2026-08-01")))?.title == "S26")
    }
}
