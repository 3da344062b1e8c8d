import Foundation

/// Makes an invented district: goes through its terms, week by week and school by school, and keeps nothing but where
/// each learner stands, so that memory grows with the learners and not with the events.
struct DistrictWriter {
    /// What was written.
    struct Counts {
        let schools, learners, events: Int
    }

    private let options: DistrictOptions
    private let terms: [SchoolTerm]
    private let schools: [DistrictSchool]
    private var learners: [DistrictLearner]
    private var random: SplitMix64
    private let roster: DistrictRoster
    private let events: OutputFile
    private var truths: TruthsFile
    private let page: TruthsPage
    private var story: DistrictStory
    private var progress = SampleProgress()

    /// Writes the files of a district into `folder`.
    static func write(_ options: DistrictOptions, into folder: URL) throws -> Counts {
        var writer = try DistrictWriter(options, folder)
        try writer.writePeople()
        for term in writer.terms { try writer.write(term) }
        try writer.flush(atLeast: 0)
        try writer.events.close()
        try writer.roster.close()
        try writer.page.close()
        try writer.truths.close(writer.story.writer)
        writer.progress.clear()
        return Counts(
            schools: writer.schools.count, learners: writer.learners.count, events: writer.story.writer.total)
    }

    private init(_ options: DistrictOptions, _ folder: URL) throws {
        self.options = options
        let key = options.key
        let terms = options.terms
        let schools = (0..<options.schools).map { DistrictSchool(index: $0, of: options) }
        self.terms = terms
        self.schools = schools
        learners = schools.flatMap { school in
            school.learners.map { DistrictLearner(number: $0 + 1, school: school.index, terms: terms.count, key: key) }
        }
        random = SplitMix64(seed: SplitMix64.bits(0, key: ~key))
        truths = try TruthsFile(folder, options, schools: schools)
        page = try TruthsPage(folder, options, schools: schools)
        let framework = DistrictFramework(options)
        let file = try OutputFile(folder.appendingPathComponent("framework.json"))
        try file.write(framework.text)
        try file.close()
        roster = try DistrictRoster(folder.appendingPathComponent("roster"), options, terms: terms)
        events = try OutputFile(folder.appendingPathComponent("events.jsonl"))
        story = DistrictStory(framework, key: key)
    }

    private func writePeople() throws {
        for school in schools {
            try roster.write(school)
            for place in school.learners {
                let name = DistrictNames.name(place, key: options.key)
                try roster.write(learners[place], name: name, school: school)
                if learners[place].hasDuplicate {
                    try roster.writeAgain(learners[place], name: name, school: school)
                }
            }
        }
    }

    private mutating func write(_ term: SchoolTerm) throws {
        var plans: [TermPlan] = []
        var truths: [PlaceTruth] = []
        var texts: [[SectionText]] = []
        for school in schools {
            let plan = TermPlan(school: school, term: term, terms: terms.count)
            plan.make(&learners, &random)
            plans.append(plan)
            try roster.write(sectionsOf: school, in: term)
            for place in present(school, term) { try roster.enrol(learners[place], in: school, term) }
            truths.append(truth(before: plan))
            texts.append((0..<school.sections).map { SectionText(school, section: $0, term: term) })
            for place in present(school, term) where learners[place].firstTerm == term.index {
                let section = texts[school.index][learners[place].section]
                story.tellBefore(&learners[place], term: term, in: section)
                story.tellDuplicate(&learners[place], term: term, in: section)
            }
            for place in newcomers(school, term) { story.tellMove(&learners[place], to: school, term: term) }
            try flush(atLeast: 1 << 20)
        }
        let share = share(of: term)
        for week in term.weeks.indices {
            for school in schools {
                for place in present(school, term) {
                    let section = learners[place].section
                    learners[place].credit += share
                    story.tell(
                        &learners[place], week: week, of: term, pace: plans[school.index].pace(section),
                        in: texts[school.index][section])
                    try flush(atLeast: 1 << 20)
                }
            }
            progress.show("\(term.title), week \(week + 1) of \(term.weeks.count): \(story.writer.total) events")
        }
        for (school, truth) in zip(schools, truths) { try finish(truth, school, term) }
    }

    /// What a week brings a learner, in 1/256 of an event.
    private func share(of term: SchoolTerm) -> Int {
        let weeks = terms.map(\.weeks.count).reduce(0, +)
        return max(1, options.eventsPerLearner * DistrictStory.cost / weeks)
    }

    private func present(_ school: DistrictSchool, _ term: SchoolTerm) -> [Int] {
        school.learners.filter { learners[$0].isPresent(in: term.index) }
    }

    /// Learners of the school before this one in the district's order who move here for the term.
    private func newcomers(_ school: DistrictSchool, _ term: SchoolTerm) -> [Int] {
        let before = schools[(school.index + schools.count - 1) % schools.count]
        return before.index == school.index ? [] : before.learners.filter { learners[$0].movesIn(term.index) }
    }

    /// The sections as they were put together.
    private func truth(before plan: TermPlan) -> PlaceTruth {
        var truth = PlaceTruth(school: plan.school, term: plan.term.title, isInPilot: plan.isInPilot)
        let most = SampleCompetency.all.count
        var before = [[Int]](repeating: [Int](repeating: 0, count: most + 1), count: plan.school.sections)
        for place in present(plan.school, plan.term) {
            before[learners[place].section][learners[place].demonstrated] += 1
        }
        truth.sections = before.enumerated().map { section, counts in
            PlaceTruth.Section(
                id: plan.school.section(section, in: plan.term),
                before: counts.enumerated().filter { $0.element > 0 }.map { ($0.offset, $0.element) })
        }
        return truth
    }

    /// Counts what became of the term, and after the last term of a year, of the year.
    private mutating func finish(_ truth: PlaceTruth, _ school: DistrictSchool, _ term: SchoolTerm) throws {
        var truth = truth
        var days = [[Int]](repeating: [], count: DistrictGroups.languages.count)
        for place in present(school, term) {
            let learner = learners[place]
            truth.access.add(learner.groups, learner.marks)
            if learner.hasDecisionInTerm { truth.withDecision += 1 }
            if let first = learner.firstOffer { days[learner.groups.language].append(first) }
            if term.isAutumn { learners[place].marksOfYear = AccessMarks() }
            learners[place].marksOfYear.add(learner.marks)
        }
        // Who moved here was enrolled, and offered nothing.
        for place in newcomers(school, term) { truth.access.add(learners[place].groups, AccessMarks()) }
        truth.firstOffers = zip(DistrictGroups.languages, days).filter { !$0.1.isEmpty }
            .map { PlaceTruth.FirstOffer(group: $0.0, days: $0.1.sorted()) }
        try truths.write(truth)
        try page.write(truth)
        if !term.isAutumn { try finishYear(school, term) }
    }

    private mutating func finishYear(_ school: DistrictSchool, _ term: SchoolTerm) throws {
        var truth = PlaceTruth(school: school, term: term.yearTitle, isYear: true)
        for place in school.learners {
            let wasHere = learners[place].isPresent(in: term.index) || learners[place].isPresent(in: term.index - 1)
            guard wasHere else { continue }
            // Who comes in spring has no marks of an earlier year: nobody comes back.
            truth.access.add(learners[place].groups, learners[place].marksOfYear)
        }
        for index in [term.index - 1, term.index] where index >= 0 {
            for place in newcomers(school, terms[index]) {
                truth.access.add(learners[place].groups, AccessMarks())
            }
        }
        try truths.write(truth)
        try page.write(truth)
    }

    private mutating func flush(atLeast size: Int) throws {
        guard story.writer.bytes.count >= size else { return }
        try events.write { $0.append(contentsOf: story.writer.bytes) }
        story.writer.clear()
    }
}
