import Foundation
import LearningRecord
import TestSupport
import Testing

@testable import Service

/// What happened in the class this term: enough that every page has something to show.
extension LakesideSchool {
    private static let tasks = ["Lemonade recipe", "Ramp and ball", "Bus timetable", "Map of the lake", "Phone plans"]
    private static let feedback = [
        "You found the unit rate by yourself. Next time, say what the number stands for.",
        "The table helped you. Try the same without it.",
        "Your picture shows it well; the last step is still open.",
        "You explained it to Kai so that he could go on alone.",
    ]

    private func by(_ teacher: PersonID) -> Assertion { Assertion(person: teacher, role: .teacher) }

    private func evidence(
        _ learner: LearnerID, _ code: String, at level: Int, task: String, context: String = "Classwork",
        on day: CalendarDate,
        title: String? = nil, narrative: String? = nil, link: String? = nil, by: Assertion? = nil,
        form: Evidence.Form = .artifact
    ) throws -> LearningEvent {
        var words = ["title": title ?? task]
        words["narrative"] = narrative
        words["link"] = link
        return try event(
            .evidence(
                Evidence(
                    form: form,
                    claims: [.init(competency: LakesideFramework.competency(code), level: try #require(Level(level)))],
                    task: try service.label(task), context: try service.label(context))),
            of: learner, by: by ?? self.by(grace), on: day, words: Words(words))
    }

    private func decision(
        _ learner: LearnerID, _ code: String, at level: Int, on evidence: [LearningEvent], on day: CalendarDate,
        learnerVoice: Mastery.Voice = .agrees, familyVoice: Mastery.Voice = .agrees, rationale: String? = nil
    ) throws -> LearningEvent {
        var words: [String: String] = [:]
        words["rationale"] = rationale
        return try event(
            .mastery(
                Mastery(
                    competency: LakesideFramework.competency(code), level: try #require(Level(level)),
                    framework: LakesideFramework.id, frameworkVersion: 1, decider: by(grace),
                    evidence: evidence.map(\.id), learnerVoice: learnerVoice, familyVoice: familyVoice,
                    policy: try service.label("default-1"))), of: learner, by: by(grace), on: day, words: Words(words))
    }

    /// Two pieces of evidence and the decision on them.
    private func demonstrated(
        _ learner: LearnerID, _ code: String, at level: Int, from day: Int32, familyVoice: Mastery.Voice = .agrees
    ) throws -> [LearningEvent] {
        let start = Self.tasks.count + Int(day)
        let pieces = try [0, 1].map { number in
            try evidence(
                learner, code, at: level, task: Self.tasks[(start + number) % Self.tasks.count],
                context: number == 0 ? "Classwork" : "Project", on: ago(day - Int32(number) * 3))
        }
        return pieces + [try decision(learner, code, at: level, on: pieces, on: ago(day - 5), familyVoice: familyVoice)]
    }

    func offer(
        _ name: String, _ form: EnrichmentOffered.Form, to learner: LearnerID, on day: CalendarDate,
        code: String? = nil,
        invitation: String? = nil
    ) throws -> LearningEvent {
        var words: [String: String] = [:]
        words["invitation"] = invitation
        return try event(
            .enrichmentOffered(
                EnrichmentOffered(
                    opportunity: try service.label(name), form: form,
                    competency: code.map(LakesideFramework.competency), initiatedBy: .teacher)),
            of: learner, by: by(grace), on: day, words: Words(words))
    }

    /// The record of Maya, whom most pages show: all that a path can hold.
    private func mayasEvents() throws -> [LearningEvent] {
        let own = Assertion(person: maya, role: .learner)
        let family = Assertion(person: elena, role: .family)
        var events = try demonstrated(maya, "R.1", at: 3, from: 60)
        events += try demonstrated(maya, "R.2", at: 2, from: 48, familyVoice: .notYetHeard)
        events += try demonstrated(maya, "Q.1", at: 3, from: 40)
        events += [
            try evidence(
                maya, "R.3", at: 2, task: "Phone plans", on: ago(20), title: "Which phone plan is cheaper?",
                narrative: "I compared three plans by what one gigabyte costs."),
            try evidence(
                maya, "R.3", at: 2, task: "Bus timetable", context: "Project", on: ago(12),
                title: "The slow bus and the fast bus", link: "https://photos.example.org/bus"),
            try event(
                .selfAssessed(
                    SelfAssessed(competency: LakesideFramework.competency("R.3"), level: try #require(Level(2)))),
                of: maya, by: own, on: ago(10), words: ["ownWords": "With a table I can do it every time."]),
            try event(
                .goalSet(GoalSet(competency: LakesideFramework.competency("L.1"), level: try #require(Level(2)))),
                of: maya, by: own, on: ago(9), words: ["ownWords": "I want to read the slope of the ramp."]),
            try evidence(
                maya, "R.2", at: 3, task: "Map of the lake", context: "At home", on: ago(8), title: "The map at home",
                narrative: "She explained the scale to her brother.", by: family, form: .observation),
            try evidence(
                maya, "Q.2", at: 1, task: "Ramp and ball", on: ago(6), title: "Our first plan",
                narrative: "We changed two things at once, so we could not say which one mattered.", by: own,
                form: .reflection),
            try event(
                .supportRequested(
                    SupportRequested(
                        support: try service.label("Worked examples"), competency: LakesideFramework.competency("R.3"))),
                of: maya, by: own, on: ago(4), words: ["note": "One with three plans would help."]),
        ]
        let robotics = try offer("Robotics after school", .enrichment, to: maya, on: ago(35))
        let accepted = try event(
            .enrichmentAnswered(EnrichmentAnswered(offer: robotics.id, answer: .accepted)), of: maya, by: family,
            on: ago(33))
        let circle = try offer(
            "Math circle", .enrichment, to: maya, on: ago(3), code: "R.5",
            invitation: "Wednesdays at lunch. You would enjoy the puzzle about the two ferries.")
        return events + [robotics, accepted, circle]
    }

    /// Everything of the class.
    func fillClass() async throws {
        var events = try mayasEvents()
        // Somebody whose path has become long.
        let amara = learners[1]
        for (place, code) in LakesideFramework.codes.dropLast().enumerated() {
            events += try demonstrated(amara, code, at: place % 3 + 1, from: Int32(70 - place * 3))
        }
        events.append(
            try event(
                .transcriptPrepared(TranscriptPrepared(highlights: [events[events.count - 2].id])), of: amara,
                by: .init(person: amara, role: .learner), on: ago(2),
                words: ["statement": "I like to find out why things move, and to explain it to others."]))
        events.append(
            try event(
                .transcriptRequested(TranscriptRequested(recipientClass: .employer)), of: amara,
                by: .init(person: amara, role: .learner), on: ago(1),
                words: ["recipient": "Dunes Boatyard, summer places", "note": "They decide at the end of the month."]))
        var random = SeededGenerator(seed: 7)
        // Not the last, who is new.
        for (place, learner) in learners.enumerated().dropFirst(2).dropLast() {
            events += try demonstrated(
                learner, "R.1", at: place % 3 + 1, from: 50, familyVoice: place % 4 == 0 ? .notYetHeard : .agrees)
            let next = ["R.2", "R.3", "Q.1", "W.1"][place % 4]
            let task = Self.tasks[place % Self.tasks.count]
            events.append(try evidence(learner, next, at: 2, task: task, on: ago(21)))
            if place % 3 == 0 {
                // Ready: people can decide.
                events.append(
                    try evidence(
                        learner, next, at: 2, task: "Ramp and ball two", context: "Project", on: ago(9), title: "Ramp"))
            }
            events.append(
                try event(
                    .attempt(
                        Attempt(
                            task: try service.label(task), competencies: [LakesideFramework.competency(next)],
                            outcome: Bool.random(using: &random) ? .demonstrated : .notYet)),
                    of: learner, by: by(grace), on: ago(7),
                    words: ["feedback": Self.feedback[place % Self.feedback.count]]))
            if place % 5 != 0 {
                let (name, form) = [
                    ("Robotics after school", EnrichmentOffered.Form.enrichment), ("Math circle", .enrichment),
                    ("Algebra seminar", .acceleration),
                ][place % 3]
                let made = try offer(name, form, to: learner, on: ago(Int32(30 - place)))
                events.append(made)
                if place % 2 == 0 {
                    events.append(
                        try event(
                            .enrichmentAnswered(EnrichmentAnswered(offer: made.id, answer: .accepted)), of: learner,
                            by: .init(person: learner, role: .learner), on: ago(5)))
                }
            }
        }
        // One on whom later evidence throws a new light, and two more who wait for a support.
        events.append(
            try evidence(learners[4], "R.1", at: 1, task: "Phone plans", on: ago(3), title: "Half the recipe"))
        for (place, support) in [(6, "More time"), (9, "Talk it through with a partner")] {
            events.append(
                try event(
                    .supportRequested(SupportRequested(support: try service.label(support))), of: learners[place],
                    by: .init(person: learners[place], role: .learner), on: ago(Int32(place))))
        }
        events += [
            try event(
                .supportProvided(SupportProvided(support: try service.label("More time"))), of: learners[12],
                by: by(grace), on: ago(15))
        ]
        events += try demonstrated(leo, "R.1", at: 2, from: 30).map { event in
            var event = event
            (event.school, event.section) = (middle, seven)
            return event
        }
        // As it happened: what is recorded later did not happen earlier.
        try await append(events)
    }
}
