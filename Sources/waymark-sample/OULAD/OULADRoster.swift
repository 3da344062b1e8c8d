import Foundation
import LearningRecord

/// The roster of one presentation: what changed when it began.
struct OULADRoster {
    static let school = "open-university"

    private let bundle: RosterBundle
    private let presentation: OULADPresentation
    private let lengths: [String: Int]
    private var learners: [String] = []
    private var groups: [String: OULADGroups] = [:]

    /// Begins the roster.
    /// - Parameter lengths: days of each module in this presentation.
    init(_ presentation: OULADPresentation, lengths: [String: Int], into folder: URL) throws {
        self.presentation = presentation
        self.lengths = lengths
        bundle = try RosterBundle(
            folder.appendingPathComponent("roster-\(presentation.code)"),
            mode: .delta(modified: "\(presentation.start)T00:00:00.000Z"), system: "OULAD",
            groups: OULADGroups.dimensions)
        try bundle.write(.orgs, ["sourcedId": Self.school, "name": "The Open University", "type": "school"])
        try bundle.write(
            .academicSessions,
            [
                "sourcedId": presentation.code, "title": "Presentation \(presentation.code)", "type": "term",
                "startDate": "\(presentation.start)",
                "endDate": "\(presentation.day((lengths.values.max() ?? 1) - 1))",
                "schoolYear": "\(presentation.day(lengths.values.max() ?? 1).components.year)",
            ])
        for module in lengths.keys.sorted() {
            try bundle.write(
                .courses,
                ["sourcedId": module, "title": "Module \(module)", "courseCode": module, "orgSourcedId": Self.school])
            try bundle.write(
                .classes,
                [
                    "sourcedId": "\(module)-\(presentation.code)", "title": "\(module) \(presentation.code)",
                    "courseSourcedId": module, "classType": "scheduled", "schoolSourcedId": Self.school,
                    "termSourcedIds": presentation.code,
                ])
        }
    }

    /// Adds a learner's enrolment in a module. A person has one group of a dimension at a time: where a learner's rows
    /// differ, the last one counts.
    mutating func enrol(_ learner: String, in module: String, groups: OULADGroups) throws {
        if self.groups.updateValue(groups, forKey: learner) == nil { learners.append(learner) }
        try bundle.write(
            .enrollments,
            [
                "sourcedId": "enrolment-\(module)-\(presentation.code)-\(learner)",
                "classSourcedId": "\(module)-\(presentation.code)", "schoolSourcedId": Self.school,
                "userSourcedId": learner, "role": "student", "beginDate": "\(presentation.start)",
                "endDate": "\(presentation.day((lengths[module] ?? 1) - 1))",
            ])
    }

    /// Writes the people, and ends the roster.
    func close() throws {
        for learner in learners {
            try bundle.write(
                .users,
                [
                    "sourcedId": learner, "enabledUser": "true", "username": learner, "givenName": "Learner",
                    "familyName": learner, "primaryOrgSourcedId": Self.school,
                ])
            try bundle.write(
                .roles,
                [
                    "sourcedId": "role-\(learner)", "userSourcedId": learner, "roleType": "primary", "role": "student",
                    "orgSourcedId": Self.school,
                ])
            if let groups = groups[learner] {
                try bundle.write(.demographics, groups.demographics.merging(["sourcedId": learner]) { $1 })
            }
        }
        try bundle.close()
    }
}
