import LearningRecord

extension DistrictStory {
    /// Who moves to another school of the district for a term: enrolled there from its first day, until the learner
    /// leaves on the Friday before its last week.
    mutating func tellMove(_ learner: inout DistrictLearner, to school: DistrictSchool, term: SchoolTerm) {
        let place = SectionText(school)
        let first = SampleMoment(day: term.firstDay.daysSince1970, second: 8 * 3_600)
        let enrolment = writer.id(at: first)
        writer.begin(.enrolled, enrolment, at: first, of: learner.number, by: .system, in: place)
        writer.put("\"part\":\"student\",\"from\":\"")
        writer.put(Array("\(term.firstDay)".utf8))
        writer.put("\"")
        writer.end()
        let last = SampleMoment(day: term.lastDay.daysSince1970 - 7, second: 15 * 3_600)
        writer.begin(.left, writer.id(at: last), at: last, of: learner.number, by: .system, in: place)
        writer.put("\"enrolment\":\"")
        writer.put(enrolment)
        writer.put("\",\"on\":\"")
        writer.put(Array("\(CalendarDate(daysSince1970: term.lastDay.daysSince1970 - 7))".utf8))
        writer.put("\"")
        writer.end()
    }

    /// Some learners stand in the roster twice, and some of them are found not to be one person after all.
    mutating func tellDuplicate(_ learner: inout DistrictLearner, term: SchoolTerm, in section: SectionText) {
        guard learner.hasDuplicate else { return }
        let found = SampleMoment(day: term.firstDay.daysSince1970 + 2, second: 9 * 3_600)
        let link = writer.id(at: found)
        writer.begin(.identityLinked, link, at: found, of: learner.number, by: .system, in: section)
        writer.put("\"other\":\"roster:learner-")
        writer.put(learner.number)
        writer.put("-again\"")
        writer.end("reason", "Entered twice when the family moved; the birth certificate was seen.")
        guard learner.isTwoPeople else { return }
        let undone = SampleMoment(day: term.firstDay.daysSince1970 + 9, second: 9 * 3_600)
        writer.begin(.identityUnlinked, writer.id(at: undone), at: undone, of: learner.number, by: .system, in: section)
        writer.put("\"link\":\"")
        writer.put(link)
        writer.put("\"")
        writer.end("reason", "Two cousins of the same name.")
    }
}
