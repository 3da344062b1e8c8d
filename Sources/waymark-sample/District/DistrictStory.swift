import LearningRecord

/// Tells what happens to a learner, week by week, as events.
struct DistrictStory {
    /// What an event takes off a learner's credit.
    static let cost = 256

    var writer: EventWriter
    let competencies, criteria: [[UInt8]]
    let framework: [UInt8]

    init(_ framework: DistrictFramework, key: UInt64) {
        writer = EventWriter(key: key)
        let places = SampleCompetency.all.indices
        competencies = places.map { Array("\"\(framework.competency($0))\"".utf8) }
        criteria = places.map { Array("\"\(framework.criterion($0))\"".utf8) }
        self.framework = Array("\"\(framework.id)\"".utf8)
    }

    /// What was demonstrated before the first day: evidence of another school, and a decision that cites it.
    mutating func tellBefore(_ learner: inout DistrictLearner, term: SchoolTerm, in section: SectionText) {
        var clock = WeekClock(
            week: 0, monday: term.firstDay.daysSince1970 - 7, events: 2 * learner.prior, &learner.random)
        for competency in 0..<learner.prior {
            let (shown, decided) = (clock.next(&learner.random), clock.next(&learner.random))
            learner.evidence = (
                writeEvidence(learner, shown, competency: competency, isExternal: true, in: section), nil
            )
            learner.highlight = learner.evidence.first
            learner.decision = writeDecision(learner, decided, competency: competency, in: section)
            learner.credit -= 2 * Self.cost
        }
        learner.evidence = (nil, nil)
    }

    /// A week of the term.
    mutating func tell(
        _ learner: inout DistrictLearner, week: Int, of term: SchoolTerm, pace: Int, in section: SectionText
    ) {
        var clock = WeekClock(
            week: week, monday: term.weeks[week], events: max(0, learner.credit / Self.cost) + 2, &learner.random)
        tellOffers(&learner, &clock, term: term, in: section)
        tellSupports(&learner, &clock, in: section)
        while learner.credit >= Self.cost { tellStep(&learner, &clock, pace: pace, in: section) }
        if !term.isAutumn, week == term.weeks.count - 1 {
            tellTranscript(&learner, &clock, in: section)
            if learner.highlight != nil { tellIssues(&learner, &clock, term: term, in: section) }
        }
    }

    /// One phrase of a list.
    static func phrase(_ phrases: [StaticString], _ random: inout SplitMix64) -> StaticString {
        phrases[random.below(phrases.count)]
    }

    /// One phrase in the learner's own language.
    static func own(_ phrases: SamplePhrases.Phrases, _ learner: inout DistrictLearner) -> StaticString {
        phrase(phrases[learner.groups.language], &learner.random)
    }

    private mutating func tellTranscript(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, in section: SectionText
    ) {
        guard let highlight = learner.highlight else { return }
        let moment = clock.next(&learner.random)
        writer.begin(
            .transcriptPrepared, writer.id(at: moment), at: moment, of: learner.number, by: .learner, in: section)
        writer.put("\"highlights\":[\"")
        writer.put(highlight)
        writer.put("\"]")
        writer.end("statement", Self.own(SamplePhrases.statements, &learner))
        learner.credit -= Self.cost
    }
}
