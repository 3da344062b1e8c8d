import Foundation

/// Writes the roster of an invented district: OneRoster 1.2, in bulk.
struct DistrictRoster {
    private static let district = "district-1", course = "course-1"
    private let bundle: RosterBundle
    private let startYear: Int

    init(_ folder: URL, _ options: DistrictOptions, terms: [SchoolTerm]) throws {
        bundle = try RosterBundle(folder, mode: .bulk, system: "waymark-sample district", groups: ["language"])
        startYear = options.firstYear
        try bundle.write(
            .orgs, ["sourcedId": Self.district, "name": "Sample district \(options.seed)", "type": "district"])
        for term in terms {
            if term.isAutumn, terms.indices.contains(term.index + 1) {
                try write(
                    term.yearID, term.yearTitle, "schoolYear", from: term, to: terms[term.index + 1], parent: "")
            }
            try write(term.id, term.title, "semester", from: term, to: term, parent: term.yearID)
        }
        try bundle.write(
            .courses,
            [
                "sourcedId": Self.course, "title": "Mathematics and inquiry", "courseCode": "MI",
                "orgSourcedId": Self.district,
            ])
    }

    /// Ends the roster.
    func close() throws { try bundle.close() }

    /// Writes a school with its teachers.
    func write(_ school: DistrictSchool) throws {
        try bundle.write(
            .orgs,
            ["sourcedId": school.id, "name": school.name, "type": "school", "parentSourcedId": Self.district])
        for section in 0..<school.sections {
            let name = DistrictNames.teacher(school.index * 7 + section)
            try write(person: school.teacher(section), name, role: "teacher", school: school.id)
        }
    }

    /// Writes a learner with the groups.
    func write(_ learner: DistrictLearner, name: (given: String, family: String), school: DistrictSchool) throws {
        let id = Self.id(learner)
        try write(person: id, name, role: "student", school: school.id)
        var random = learner.random
        var row = [
            "sourcedId": id,
            // Twelve or thirteen years old when the first year begins.
            "birthDate": "\(startYear - 13 + random.below(2))-0\(1 + random.below(9))-\(10 + random.below(19))",
            "sex": DistrictGroups.sexes[learner.groups.sex],
            "metadata.group.language": DistrictGroups.languages[learner.groups.language],
        ]
        for (place, race) in DistrictGroups.races.enumerated() {
            row[race.1] = place == learner.groups.race ? "true" : "false"
        }
        try bundle.write(.demographics, row)
    }

    /// Writes a learner a second time, under another id: nobody had noticed. It is in no group and in no section.
    func writeAgain(_ learner: DistrictLearner, name: (given: String, family: String), school: DistrictSchool) throws {
        try write(person: Self.id(learner) + "-again", name, role: "student", school: school.id)
    }

    /// Writes the sections of a school in a term.
    func write(sectionsOf school: DistrictSchool, in term: SchoolTerm) throws {
        for section in 0..<school.sections {
            let id = school.section(section, in: term)
            try bundle.write(
                .classes,
                [
                    "sourcedId": id, "title": "Mathematics and inquiry \(section + 1), \(term.title)",
                    "courseSourcedId": Self.course, "classType": "scheduled", "schoolSourcedId": school.id,
                    "termSourcedIds": term.id,
                ])
            try enrol(school.teacher(section), "teacher", in: id, school, term)
        }
    }

    /// Writes that a learner is in a section for a term.
    func enrol(_ learner: DistrictLearner, in school: DistrictSchool, _ term: SchoolTerm) throws {
        try enrol(Self.id(learner), "student", in: school.section(learner.section, in: term), school, term)
    }

    private static func id(_ learner: DistrictLearner) -> String { "learner-\(learner.number)" }

    private func enrol(
        _ person: String, _ role: String, in section: String, _ school: DistrictSchool, _ term: SchoolTerm
    ) throws {
        try bundle.write(
            .enrollments,
            [
                "sourcedId": "\(section)-\(person)", "classSourcedId": section, "schoolSourcedId": school.id,
                "userSourcedId": person, "role": role, "beginDate": "\(term.firstDay)", "endDate": "\(term.end)",
            ])
    }

    private func write(
        person id: String, _ name: (given: String, family: String), role: String, school: String
    ) throws {
        try bundle.write(
            .users,
            [
                "sourcedId": id, "enabledUser": "true", "username": id, "givenName": name.given,
                "familyName": name.family, "primaryOrgSourcedId": school,
            ])
        try bundle.write(
            .roles,
            [
                "sourcedId": "role-\(id)", "userSourcedId": id, "roleType": "primary", "role": role,
                "orgSourcedId": school,
            ])
    }

    private func write(
        _ id: String, _ title: String, _ type: String, from first: SchoolTerm, to last: SchoolTerm, parent: String
    ) throws {
        try bundle.write(
            .academicSessions,
            [
                "sourcedId": id, "title": title, "type": type, "startDate": "\(first.firstDay)",
                "endDate": "\(last.end)", "parentSourcedId": parent, "schoolYear": "\(first.endsIn)",
            ])
    }
}
