import EventLog
import Foundation
import LearningRecord
import Testing

@testable import Service

@Suite struct AdministrationPagesTests {
    private static let password = "many small steps on a long way"

    @Test func `Somebody is invited by a link that is shown once, given a part, and it is taken back`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let admin = try await service.account("adam", [RoleGrant(role: .administrator)])
            let form = [
                ("name", "Rosa Lindqvist"), ("login", "rosa@example.org"), ("person", ""), ("role", "registrar"),
                ("school", "\(small.school)"), ("learner", ""),
            ]
            let invited = try await service.submit(form, to: "/accounts", as: admin)
            #expect(invited.status == 200, "\(invited.text)")
            #expect(invited[header: "Cache-Control"] == "no-store")
            let link = try invited.link(#/\/link\/[0-9]+\.[A-Za-z0-9_-]+/#)
            let set = try await service.submit(
                [("password", Self.password), ("again", Self.password)], to: link, as: .nobody)
            #expect(set.status == 200)
            #expect(try await service.get(link, as: .nobody).status == 410)

            let list = try await service.open("/accounts?q=rosa", as: admin)
            #expect(list.text.contains("registrar, First School"))
            #expect(!list.text.contains(link))
            let path = try list.link(#/\/accounts\/[0-9a-f-]{36}/#)
            let account = try await service.open(path, as: admin)
            #expect(account.text.contains("Adam"))
            let end = try account.link(#/\/accounts\/[0-9a-f-]{36}\/roles\/[0-9a-f-]{36}\/end/#)
            let ended = try await service.submit([], to: end, as: admin)
            #expect(ended.text.contains("It was saved."))
            #expect(ended.text.contains("None. Somebody without a role sees nothing."))

            let reset = try await service.submit([], to: "\(path)/reset", as: admin)
            #expect(try reset.link(#/\/link\/[0-9]+\.[A-Za-z0-9_-]+/#) != link)
            #expect(try await service.open("\(path)/close", as: admin).text.contains("Close the account of Rosa"))
            let closed = try await service.submit([], to: "\(path)/close", as: admin)
            #expect(closed.text.contains("closed on"))
            #expect(!closed.text.contains("/reset"))
            #expect(try await service.submit([], to: "\(path)/reset", as: admin).status == 404)
        }
    }

    @Test func `What is wrong is said at its field, and what was typed is kept`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let admin = try await service.account("adam", [RoleGrant(role: .administrator)])
            let empty = try await service.submit(
                [("role", "family"), ("learner", "Nobody")], to: "/accounts", as: admin)
            #expect(empty.status == 422)
            #expect(empty.text.contains("Write what they sign in with."))
            #expect(empty.text.contains("Nobody of your school has this name or id."))
            #expect(empty.text.contains("value=\"Nobody\""))
            let taken = try await service.submit([("name", "Adam"), ("login", "ADAM")], to: "/accounts", as: admin)
            #expect(taken.text.contains("Another account of the district has this."))
            let wide = try await service.submit(
                [("name", "Dev"), ("login", "dev"), ("role", "data-engineer"), ("school", "\(small.school)")],
                to: "/accounts", as: admin)
            #expect(wide.text.contains("is for the whole district"))
            let family = try await service.submit(
                [("name", "Mia"), ("login", "mia"), ("role", "family"), ("learner", "Ada Moreno")], to: "/accounts",
                as: admin)
            #expect(family.status == 200, "\(family.text)")
            let list = try await service.open("/accounts?role=family", as: admin)
            #expect(list.text.contains("family of Ada Moreno"))
            #expect(list.text.matches(of: #/href="\/accounts\/[0-9a-f-]{36}"/#).count == 1)
        }
    }

    @Test func `Only administrators say who comes in, and nobody ends their own account`() async throws {
        try await RunningService.with { service in
            let admin = try await service.account("adam", [RoleGrant(role: .administrator)])
            let list = try await service.open("/accounts", as: admin)
            let own = try list.link(#/\/accounts\/[0-9a-f-]{36}/#)
            #expect(try await service.submit([], to: "\(own)/close", as: admin).status == 409)
            #expect(!(try await service.open(own, as: admin).text.contains("\(own)/close")))
            let engineer = try await service.account("dev", [RoleGrant(role: .dataEngineer)])
            for path in ["/accounts", "/accounts/new", own, "/reads"] {
                #expect(try await service.open(path, as: engineer).status == 403)
            }
            for path in ["/accounts", "\(own)/roles", "\(own)/reset", "\(own)/close", "\(own)/sessions/end"] {
                #expect(try await service.submit([("role", "administrator")], to: path, as: engineer).status == 403)
            }
            #expect(try await service.open("/accounts/\(UUID().uuidString)", as: admin).status == 404)
        }
    }

    @Test func `Every look stands in the audit, and can be found by who and whose`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let admin = try await service.account("adam", [RoleGrant(role: .administrator)])
            #expect(try await service.open("/reads", as: admin).text.contains("Nobody read anything like that"))
            let teacher = try await service.account("grace", person: small.teacher)
            let mother = try await service.account("mia", person: small.mother)
            for learner in [small.ada, small.ben] {
                _ = try await service.get("/api/v1/learners/\(learner)/continuum", as: teacher)
            }
            _ = try await service.get("/api/v1/learners/\(small.ada)/transcript", as: mother)
            let all = try await service.open("/reads", as: admin)
            #expect(all.text.contains("Ada Moreno") && all.text.contains("Ben Ames"))
            #expect(all.text.contains("teaches the learner") && all.text.contains("family"))
            let graces = try await service.open("/reads?who=gra", as: admin)
            #expect(graces.text.contains("Grace") && !graces.text.contains("Mia"))
            let adas = try await service.open("/reads?whose=moreno", as: admin)
            #expect(adas.text.contains("Ada Moreno") && !adas.text.contains("Ben Ames"))
            #expect(try await service.open("/reads?whose=nobody", as: admin).text.contains("Nobody read anything"))
            #expect(try await service.open("/reads?to=2020-01-01", as: admin).text.contains("Nobody read anything"))
            #expect(try await service.open("/reads?from=tomorrow", as: admin).status == 400)
        }
    }
}
