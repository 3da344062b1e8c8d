import Foundation
import TestSupport
import Testing

@Suite("waymark-sample")
struct SampleTests {
    @Test("The help of every command has an example", arguments: [[], ["district"], ["crdc"], ["oulad"]])
    func help(_ command: [String]) async throws {
        let outcome = try await SampleFolder.run(command + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("EXAMPLE"))
    }

    @Test("A school becomes its learners, their groups, and offers to those in the programme")
    func school() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        try folder.write(
            "schools.csv",
            CollectionTable.text(["SCH_ENR_HI_F": "3", "SCH_GTENR_HI_F": "2", "SCH_ENR_TR_M": "1"]))
        let outcome = try await SampleFolder.run(["crdc", folder.path("schools.csv"), "--out", folder.path("out")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("1 schools of 1 districts, 4 learners, 2 offers"))

        let demographics = try folder.rows("out/roster/demographics.csv")
        #expect(demographics.map { $0["sex"] } == ["female", "female", "female", "male"])
        #expect(demographics.map { $0["hispanicOrLatinoEthnicity"] } == ["true", "true", "true", "false"])
        #expect(demographics.map { $0["demographicRaceTwoOrMoreRaces"] } == ["false", "false", "false", "true"])
        let users = try folder.rows("out/roster/users.csv")
        #expect(users.map { $0["givenName"] } == Array(repeating: "Learner", count: 4))
        #expect(Set(users.map { $0["sourcedId"] }).count == 4)
        #expect(
            try folder.rows("out/roster/enrollments.csv").map { $0["userSourcedId"] } == users.map { $0["sourcedId"] })

        let events = try folder.text("out/events.jsonl").split(separator: "\n")
        #expect(events.count == 4)
        #expect(events[0].contains(#""learner":"roster:010000000001-1""#))
        #expect(events[3].contains(#""offer":"key:crdc-2013-14:010000000001-2:offered""#))
    }

    @Test("Where the survey does not apply, nothing is offered")
    func notApplicable() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        let notApplicable = CollectionTable.counts.filter { $0.hasPrefix("SCH_GTENR") }.map { ($0, "-9") }
        try folder.write(
            "schools.csv",
            CollectionTable.text(["SCH_ENR_BL_M": "5"].merging(notApplicable) { $1 }))
        let outcome = try await SampleFolder.run(["crdc", folder.path("schools.csv"), "--out", folder.path("out")])
        #expect(outcome.output.contains("5 learners, 0 offers"))
        #expect(try folder.text("out/events.jsonl").isEmpty)
    }

    @Test(
        "A table that cannot be right is refused, with the place",
        arguments: [
            (["SCH_ENR_BL_M": "1", "SCH_GTENR_BL_M": "2"], "line 2, column SCH_GTENR_BL_M: counts more learners (2)"),
            (["SCH_ENR_WH_F": "-5"], "line 2, column SCH_ENR_WH_F: -5 is no count"),
            (["SCH_ENR_WH_F": "many"], "line 2, column SCH_ENR_WH_F: must be a whole number, not 'many'"),
            (["COMBOKEY": "01,\"2"], "line 2, column COMBOKEY: must be letters and digits"),
            (["COMBOKEY": ""], "line 2, column COMBOKEY: must not be empty"),
        ])
    func refusals(_ values: [String: String], _ reason: String) async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        try folder.write("schools.csv", CollectionTable.text(values))
        let outcome = try await SampleFolder.run(["crdc", folder.path("schools.csv"), "--out", folder.path("out")])
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }

    @Test("A file that is another, is cut short, or is not there is refused by name")
    func otherFiles() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        try folder.write("other.csv", "a,b\n1,2\n")
        try folder.write("empty.csv", "")
        try folder.write("short.csv", String(CollectionTable.text([:]).dropLast(12)))
        for (name, reason) in [
            ("other.csv", "has no column LEA_STATE"), ("empty.csv", "is empty"), ("short.csv", "too few fields"),
            ("nowhere.csv", "nowhere.csv"),
        ] {
            let outcome = try await SampleFolder.run(["crdc", folder.path(name), "--out", folder.path("out")])
            #expect(outcome.status != 0)
            #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        }
    }

    @Test("A learner's groups are those of each presentation, and scores stay for the import to drop")
    func presentations() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        try folder.write(
            "courses.csv",
            "code_module,code_presentation,module_presentation_length\nAAA,2013J,268\nAAA,2014B,240\n")
        try folder.write(
            "assessments.csv",
            "code_module,code_presentation,id_assessment,assessment_type\nAAA,2013J,7,TMA\n")
        let header = "code_module,code_presentation,id_student,gender,age_band,disability,imd_band\n"
        try folder.write(
            "studentInfo.csv",
            header + "AAA,2013J,5,F,0-35,N,20-Oct\nAAA,2014B,5,F,35-55,Y,\nAAA,2014B,6,M,0-35,N,0-10%\n")
        try folder.write(
            "studentAssessment.csv",
            "id_assessment,id_student,date_submitted,score\n7,5,18,78\n7,5,-1,\n")
        let outcome = try await SampleFolder.run(["oulad", folder.path(""), "--out", folder.path("out")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("3 enrolments of 2 learners, 2 submissions, 1 of them with a score"))

        let autumn = try folder.rows("out/roster-2013J/demographics.csv")
        #expect(autumn.map { $0["metadata.group.age-band"] } == ["0-35"])
        #expect(autumn.map { $0["metadata.group.deprivation-band"] } == ["10-20%"])
        let spring = try folder.rows("out/roster-2014B/demographics.csv")
        #expect(spring.map { $0["metadata.group.disability"] } == ["declared", "none-declared"])
        #expect(spring.map { $0["metadata.group.deprivation-band"] } == ["", "0-10%"])
        let enrolled = try folder.rows("out/roster-2014B/enrollments.csv")
        #expect(enrolled.map { $0["beginDate"] } == ["2014-02-01", "2014-02-01"])
        #expect(enrolled.map { $0["endDate"] } == ["2014-09-28", "2014-09-28"])

        let events = try folder.text("out/events.jsonl").split(separator: "\n")
        #expect(events[0].contains(#""occurredAt":"2013-10-19T00:00:00Z""#) && events[0].contains(#""score":78"#))
        #expect(events[1].contains(#""occurredAt":"2013-09-30T00:00:00Z""#) && !events[1].contains("score"))
    }
}
