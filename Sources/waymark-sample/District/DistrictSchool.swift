/// A school of the invented district.
struct DistrictSchool {
    private static let names = [
        "Lakeshore", "Hillside", "Harbor", "Orchard", "Meadow", "Canyon", "Prairie", "Juniper", "Riverside", "Cedar",
        "Granite", "Sunrise", "Willow", "Summit", "Garden", "Bridge", "Mill Creek", "Foothill", "Maple", "Bayside",
    ]
    /// From 0.
    let index: Int
    let truth: SchoolTruth
    /// The places of its learners among all.
    let learners: Range<Int>
    let sections: Int

    init(index: Int, of options: DistrictOptions) {
        self.index = index
        truth = SchoolTruth(school: index)
        let share = { index * options.learners / options.schools }
        let next = (index + 1) * options.learners / options.schools
        learners = share()..<next
        sections = max(2, (learners.count + options.sectionSize - 1) / options.sectionSize)
    }

    var id: String { "school-\(index + 1)" }

    /// Each name once: from the second round on with a number.
    var name: String {
        let round = index / Self.names.count
        return "\(Self.names[index % Self.names.count]) School" + (round == 0 ? "" : " \(round + 1)")
    }

    /// The teacher of a section, from 0.
    func teacher(_ section: Int) -> String { "teacher-\(index + 1)-\(section + 1)" }

    func section(_ section: Int, in term: SchoolTerm) -> String {
        "section-\(index + 1)-\(section + 1)-\(term.endsIn)-\(term.isAutumn ? 1 : 2)"
    }
}
