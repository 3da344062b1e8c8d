import EventLog
import Foundation
import LearningRecord
import Testing

@testable import Service

@Suite struct DataPagesTests {
    private func settled(_ path: String, _ service: RunningService, _ caller: Caller) async throws -> Answer {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let page = try await service.open(path, as: caller)
            if !page.text.contains("import-progress") { return page }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw CancellationError()
    }

    @Test func `A roster is tried, brought in, and reported in words`() async throws {
        try await RunningService.with { service in
            let engineer = try await service.account("dev", [RoleGrant(role: .dataEngineer)])
            #expect(try await service.open("/imports", as: engineer).text.contains("Nothing was brought in yet"))
            let file = (name: "oneroster.zip", bytes: try RunningService.roster(learners: 12))
            let tried = try await service.submit(
                [("format", "oneroster"), ("try", "yes")], file: file, to: "/imports", as: engineer)
            #expect(tried.status == 200, "\(tried.text)")
            let list = try await service.open("/imports", as: engineer)
            let path = try list.link(#/\/imports\/[0-9a-f-]{36}/#)
            let report = try await settled(path, service, engineer)
            #expect(report.text.contains("nothing was changed. This is what would change."), "\(report.text)")
            #expect(report.text.contains("<code>users.csv</code>"))

            _ = try await service.submit([("format", "oneroster")], file: file, to: "/imports", as: engineer)
            let second = try await service.open("/imports", as: engineer).link(#/\/imports\/[0-9a-f-]{36}/#)
            #expect(second != path)
            let done = try await settled(second, service, engineer)
            #expect(done.text.contains("Brought in on"), "\(done.text)")
            let count = try await service.log.head()
            #expect(count == 12)
            #expect(try FileManager.default.contentsOfDirectory(atPath: service.folder.path()).isEmpty)
        }
    }

    @Test func `A roster that would end most people is refused, and taken in where that is meant`() async throws {
        try await RunningService.with { service in
            let engineer = try await service.account("dev", [RoleGrant(role: .dataEngineer)])
            var told: [String] = []
            for (learners, fields) in [
                (30, [("format", "oneroster")]), (10, [("format", "oneroster")]),
                (10, [("format", "oneroster"), ("endings", "yes")]),
            ] {
                let file = (name: "oneroster.zip", bytes: try RunningService.roster(learners: learners))
                _ = try await service.submit(fields, file: file, to: "/imports", as: engineer)
                let path = try await service.open("/imports", as: engineer).link(#/\/imports\/[0-9a-f-]{36}/#)
                told.append(try await settled(path, service, engineer).text)
            }
            #expect(told[0].contains("Brought in on"), "\(told[0])")
            #expect(told[1].contains("Nothing was changed"), "\(told[1])")
            #expect(told[2].contains("Brought in on"), "\(told[2])")
        }
    }

    @Test func `What cannot be taken in is said at its field, and nothing of it is left`() async throws {
        try await RunningService.with { service in
            let engineer = try await service.account("dev", [RoleGrant(role: .dataEngineer)])
            let text = (name: "notes.txt", bytes: Array("hello".utf8))
            for (fields, words) in [
                ([("format", "oneroster")], "This is not a zip file."), ([("format", "case")], "not a JSON file"),
                ([], "Say what it is."),
            ] as [([(String, String)], String)] {
                let answer = try await service.submit(fields, file: text, to: "/imports", as: engineer)
                #expect(answer.status == 422)
                #expect(answer.text.contains(words), "\(answer.text)")
            }
            let none = try await service.submit(
                [("format", "events")], file: (name: "", bytes: []), to: "/imports", as: engineer)
            #expect(none.status == 422)
            #expect(none.text.contains("Choose a file that is not empty."))
            #expect(try FileManager.default.contentsOfDirectory(atPath: service.folder.path()).isEmpty)

            let wrong = (name: "r.zip", bytes: try RunningService.roster(learners: 2, wrong: true))
            _ = try await service.submit([("format", "oneroster")], file: wrong, to: "/imports", as: engineer)
            let path = try await service.open("/imports", as: engineer).link(#/\/imports\/[0-9a-f-]{36}/#)
            let refused = try await settled(path, service, engineer)
            #expect(refused.text.contains("Nothing was changed"))
            #expect(refused.text.contains("wizard") || refused.text.contains("role"), "\(refused.text)")
        }
    }

    @Test func `Lines that are rejected are shown, and can be fetched`() async throws {
        try await RunningService.with { service in
            let engineer = try await service.account("dev", [RoleGrant(role: .dataEngineer)])
            let lines = #"{"id": 1}"# + "\n" + #"{"grade": "A"}"# + "\n"
            _ = try await service.submit(
                [("format", "events")], file: (name: "e.jsonl", bytes: Array(lines.utf8)), to: "/imports", as: engineer)
            let path = try await service.open("/imports", as: engineer).link(#/\/imports\/[0-9a-f-]{36}/#)
            let report = try await settled(path, service, engineer)
            #expect(report.text.contains("Rejected lines"), "\(report.text)")
            let file = try await service.get("\(path)/rejects.jsonl", as: engineer)
            #expect(file.text.split(separator: "\n").count == 2)
        }
    }

    @Test func `A token is shown once, and works until it is revoked`() async throws {
        try await RunningService.with { service in
            let engineer = try await service.account("dev", [RoleGrant(role: .dataEngineer)])
            let end = CalendarDate(daysSince1970: Page.now().date.daysSince1970 + 30)
            let wrong = try await service.submit(
                [("name", "Warehouse"), ("ends", "2001-01-01")], to: "/tokens", as: engineer)
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("Choose one or more."))
            #expect(wrong.text.contains("value=\"Warehouse\""))
            let issued = try await service.submit(
                [("name", "Warehouse"), ("ends", "\(end)"), ("scope", "status:read")], to: "/tokens", as: engineer)
            #expect(issued[header: "Cache-Control"] == "no-store")
            let text = try issued.link(#/wm_[0-9]+_[A-Za-z0-9_-]+/#)
            #expect(try await service.get("/api/v1/projections", as: .token(text)).status == 200)
            #expect(try await service.get("/api/v1/equity", as: .token(text)).status == 403)

            let list = try await service.open("/tokens", as: engineer)
            #expect(list.text.contains("Warehouse"))
            #expect(!list.text.contains(text))
            let path = try list.link(#/\/tokens\/[0-9a-f-]{36}/#)
            let rotated = try await service.submit([], to: "\(path)/rotation", as: engineer)
            let other = try rotated.link(#/wm_[0-9]+_[A-Za-z0-9_-]+/#)
            #expect(other != text)
            // The one before goes on for a day.
            for token in [text, other] {
                #expect(try await service.get("/api/v1/projections", as: .token(token)).status == 200)
            }
            _ = try await service.submit([], to: "\(path)/revocation", as: engineer)
            for token in [text, other] {
                #expect(try await service.get("/api/v1/projections", as: .token(token)).status == 401)
            }
            #expect(try await service.open("/tokens", as: engineer).text.contains("No token yet"))
        }
    }

    @Test func `The tables and the district are shown without anybody in them`() async throws {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            let engineer = try await service.account("dev", [RoleGrant(role: .dataEngineer)])
            let tables = try await service.open("/projections", as: engineer)
            #expect(tables.text.contains("access-equity") || tables.text.contains("access"))
            let health = try await service.open("/health", as: engineer)
            #expect(health.text.contains("Testville"))
            for page in [tables, health] {
                #expect(page.status == 200)
                #expect(!page.text.contains("Moreno") && !page.text.contains(small.ada.description))
            }
            #expect(try await service.submit([], to: "/projections/continuum/retry", as: engineer).status == 200)
            #expect(try await service.submit([], to: "/projections/nothing/retry", as: engineer).status == 404)
            let analyst = try await service.account("ana", [RoleGrant(role: .analyst)])
            for path in [
                "/imports", "/imports/new", "/projections", "/projections/news", "/tokens", "/tokens/new", "/health",
            ] {
                #expect(try await service.open(path, as: analyst).status == 403)
            }
        }
    }

    @Test func `A form with a file is read in whatever pieces it comes`() async throws {
        let file = Array("PK\r\n--no boundary\r\n------for almost\r\n".utf8) + (0..<3_000).map { UInt8($0 % 256) }
        let body = RunningService.multipart([("format", "case"), ("note", "")], file: (name: "a.bin", bytes: file))
        for size in [1, 2, 3, 7, 31, 64, 1_000, body.count] {
            let (form, taken) = try await UploadReading.read(body, in: size)
            #expect(form.values == ["format": ["case"], "note": [""]])
            #expect(form.filename == "a.bin")
            #expect(taken == file, "\(size)")
            #expect(form.beginning == Array(file.prefix(64)))
        }
        for broken in [Array(body.dropLast(20)), Array(body.dropFirst(3)), []] {
            await #expect(throws: Problem.self) { try await UploadReading.read(broken, in: 100) }
        }
    }
}
