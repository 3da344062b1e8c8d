import Foundation
import LearningRecord

/// Writes what the schools of the collection would have sent: a roster, and offers with their answers.
struct CRDCWriter {
    /// What was written.
    struct Counts {
        var schools = 0
        var districts = 0
        var learners = 0
        var offers = 0
    }

    private static let root = "crdc"
    private static let course = "enrolment"

    private let roster: RosterBundle
    private let events: OutputFile
    private var districts: Set<String> = []
    private var counts = Counts()

    /// Reads the collection's file and writes `roster/` and `events.jsonl` into `folder`.
    static func write(_ path: String, into folder: URL) throws -> Counts {
        var writer = try CRDCWriter(folder)
        try TableReader.read(path, columns: CRDCSchool.columns) { try writer.add(CRDCSchool($0)) }
        try writer.roster.close()
        try writer.events.close()
        writer.counts.districts = writer.districts.count
        return writer.counts
    }

    private init(_ folder: URL) throws {
        roster = try RosterBundle(
            folder.appendingPathComponent("roster"), mode: .bulk, system: "Civil Rights Data Collection \(CRDCYear.id)")
        events = try OutputFile(folder.appendingPathComponent("events.jsonl"))
        try roster.write(
            .orgs, ["sourcedId": Self.root, "name": "Civil Rights Data Collection \(CRDCYear.id)", "type": "national"])
        try roster.write(
            .academicSessions,
            [
                "sourcedId": CRDCYear.id, "title": CRDCYear.title, "type": "schoolYear",
                "startDate": CRDCYear.firstDay, "endDate": CRDCYear.lastDay, "schoolYear": CRDCYear.endsIn,
            ])
        try roster.write(
            .courses,
            [
                "sourcedId": Self.course, "schoolYearSourcedId": CRDCYear.id, "title": "Everyone enrolled",
                "orgSourcedId": Self.root,
            ])
    }

    private mutating func add(_ school: CRDCSchool) throws {
        if districts.insert(school.districtID).inserted {
            try roster.write(
                .orgs,
                [
                    "sourcedId": school.districtID, "name": "\(school.districtName), \(school.state)",
                    "type": "district", "identifier": school.districtID, "parentSourcedId": Self.root,
                ])
        }
        // Names of schools repeat; with its number each is known wherever it is shown.
        try roster.write(
            .orgs,
            [
                "sourcedId": school.id, "name": "\(school.name) (\(school.id))", "type": "school",
                "identifier": school.id, "parentSourcedId": school.districtID,
            ])
        try roster.write(
            .classes,
            [
                "sourcedId": "\(school.id)-all", "title": "Everyone at \(school.name)",
                "courseSourcedId": Self.course, "classType": "homeroom", "schoolSourcedId": school.id,
                "termSourcedIds": CRDCYear.id,
            ])
        try addLearners(of: school)
        counts.schools += 1
    }

    private mutating func addLearners(of school: CRDCSchool) throws {
        let learner = Template.learner
        let user = roster.template(
            .users,
            [
                "sourcedId": learner, "enabledUser": "true", "username": learner, "givenName": "Learner",
                "familyName": learner, "primaryOrgSourcedId": school.id,
            ])
        let role = roster.template(
            .roles,
            [
                "sourcedId": "role-\(learner)", "userSourcedId": learner, "roleType": "primary", "role": "student",
                "orgSourcedId": school.id,
            ])
        let enrolment = roster.template(
            .enrollments,
            [
                "sourcedId": "enrolment-\(learner)", "classSourcedId": "\(school.id)-all",
                "schoolSourcedId": school.id, "userSourcedId": learner, "role": "student",
                "beginDate": CRDCYear.firstDay, "endDate": CRDCYear.lastDay,
            ])
        let offer = Template(CRDCEvents.lines(school: school.id))
        var number = 0
        for (cell, count) in zip(CRDCCell.all, school.counts) {
            let demographics = roster.template(
                .demographics, cell.demographics.merging(["sourcedId": learner]) { $1 })
            for place in 0..<count.enrolled {
                number += 1
                let id = Array("\(school.id)-\(number)".utf8)
                try roster.write(.users, user, learner: id)
                try roster.write(.roles, role, learner: id)
                try roster.write(.demographics, demographics, learner: id)
                try roster.write(.enrollments, enrolment, learner: id)
                if place < count.offered { try events.write { offer.fill(id, into: &$0) } }
            }
            counts.offers += count.offered
        }
        counts.learners += number
    }
}
