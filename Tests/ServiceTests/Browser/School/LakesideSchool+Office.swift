import EventLog
import Foundation
import LearningRecord
import Testing

@testable import Service

/// Those who work with the record, and what they did: accounts, transcripts, imports, tokens, a record that was opened.
struct LakesidePeople: Sendable {
    let grace: Caller
    let marcus: Caller
    let maya: Caller
    let noah: Caller
    let amara: Caller
    let elena: Caller
    let noahsFather: Caller
    let registrar: Caller
    let principal: Caller
    let analyst: Caller
    let engineer: Caller
    let administrator: Caller

    init(_ school: LakesideSchool) async throws {
        grace = try await school.account("grace.okafor@lakeside.example", "Grace Okafor", person: school.grace)
        marcus = try await school.account("marcus.bell@lakeside.example", "Marcus Bell", person: school.marcus)
        maya = try await school.account("maya.torres", "Maya Torres", person: school.maya)
        noah = try await school.account("noah.whitfield", "Noah Whitfield", person: school.noah)
        amara = try await school.account("amara.diallo", "Amara Diallo", person: school.learners[1])
        elena = try await school.account("elena.torres@mail.example", "Elena Torres", person: school.elena)
        noahsFather = try await school.account(
            "p.whitfield@mail.example", "Peter Whitfield", person: school.noahsFather)
        registrar = try await school.account(
            "rosa.delgado@lakeside.example", "Rosa Delgado", RoleGrant(role: .registrar, school: school.high))
        principal = try await school.account(
            "helen.lindqvist@lakeside.example", "Helen Lindqvist", RoleGrant(role: .principal, school: school.high))
        analyst = try await school.account(
            "ana.petrova@lakeside.example", "Ana Petrova", RoleGrant(role: .analyst))
        engineer = try await school.account(
            "dev.raman@lakeside.example", "Dev Raman", RoleGrant(role: .dataEngineer))
        administrator = try await school.account(
            "adam.nowak@lakeside.example", "Adam Nowak", RoleGrant(role: .administrator))
    }
}

extension LakesideSchool {
    /// Issues a learner's transcript by the registrar's page.
    func issue(_ learner: LearnerID, to recipient: String, by registrar: Caller) async throws {
        let path = "/transcripts/of/\(learner)"
        let preview = try await service.open(path, as: registrar)
        let form = [
            ("event", try preview.eventID()), ("recipient", recipient), ("class", "post-secondary"),
            ("basis", "learner-request"),
        ]
        let issued = try await service.submit(form, to: path, as: registrar)
        try #require(issued.status == 200, "\(issued.text)")
        try await settle()
    }

    /// Brings a file in by the engineer's page, and waits until it is through.
    func bringIn(_ name: String, _ bytes: [UInt8], _ fields: [(String, String)], by engineer: Caller) async throws {
        let sent = try await service.submit(fields, file: (name, bytes), to: "/imports", as: engineer)
        try #require(sent.status == 200, "\(sent.text)")
        let list = try await service.open("/imports", as: engineer)
        let run = try list.link(#/\/imports\/[0-9a-f-]{36}/#)
        for _ in 0..<600 where try await service.open(run, as: engineer).text.contains("import-progress") {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// What the offices did before today.
    func fillOffices(_ people: LakesidePeople) async throws {
        try await issue(learners[3], to: "Riverside Community College", by: people.registrar)
        try await issue(learners[5], to: "State University, Office of Admissions", by: people.registrar)
        try await issue(learners[5], to: "State University, Office of Admissions", by: people.registrar)
        try await issue(maya, to: "Summer School of Science", by: people.registrar)

        try await bringIn(
            "continuum.json", LakesideFramework.package, [("format", "case")], by: people.engineer)
        try await bringIn(
            "roster.zip", Self.newcomers, [("format", "oneroster"), ("try", "yes")], by: people.engineer)
        try await bringIn(
            "roster-monday.zip", try RunningService.roster(learners: 3, wrong: true), [("format", "oneroster")],
            by: people.engineer)
        let attempts = try learners[6...9].map { learner in
            let attempt = Attempt(
                task: try service.label("Lemonade recipe"), competencies: [LakesideFramework.competency("R.2")],
                outcome: .unjudged)
            return try event(.attempt(attempt), of: learner, by: .init(role: .system), on: ago(1))
        }
        let lines =
            attempts.map { JSONWriter.text(.object($0.json)) } + [#"{"id": 1}"#, #"{"kind": "attempt", "grade": "A"}"#]
        try await bringIn(
            "attempts.jsonl", Array(lines.joined(separator: "\n").utf8), [("format", "events")], by: people.engineer)

        let tokens = TokenStore(log: service.log)
        for (name, scopes) in [
            ("Data warehouse, nightly", [Scope.readEquity, .readStatus]), ("Learning tools", [.appendEvents]),
            ("Roster of the district", [.importData, .readStatus]),
        ] {
            _ = try await tokens.create(named: name, scopes: Set(scopes), lifetime: .seconds(200 * 86_400))
        }
        _ = try await service.submit(
            [
                ("learner", "Leo Torres"),
                ("reason", "Leo moves up to our school; I prepare the conversation with him."),
            ], to: "/break-glass", as: people.grace)
        for path in ["path", "offers", "competencies/\(LakesideFramework.competency("R.2"))"] {
            _ = try await service.open("/learners/\(maya)/\(path)", as: people.grace)
            _ = try await service.open("/learners/\(maya)/\(path)", as: people.elena)
        }
    }

    /// Two who are new at the school, as changes to a roster (OneRoster 1.1).
    private static var newcomers: [UInt8] {
        var zip = ZipFile()
        let others = [
            "academicSessions", "classes", "courses", "demographics", "enrollments", "orgs", "categories",
            "classResources",
            "courseResources", "lineItems", "resources", "results",
        ]
        zip.add(
            "manifest.csv",
            "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,delta\n"
                + others.map { "file.\($0),absent\n" }.joined())
        let moment = "2026-01-05T06:00:00.000Z"
        let school = "school-Lakeside High School"
        zip.add(
            "users.csv",
            "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName\n"
                + "s-5001,active,\(moment),true,\(school),student,u5001,Ines,Correia\n"
                + "s-5002,active,\(moment),true,\(school),student,u5002,Tomas,Novak\n")
        return zip.bytes
    }
}
