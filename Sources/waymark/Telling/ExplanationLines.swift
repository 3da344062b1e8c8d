import EventLog
import LearningRecord
import Projections
import ReferenceData

/// The events behind a cell, as a table: each in words, whether the cell rests on it, and why it does not count.
struct ExplanationLines {
    private(set) var table = Table([
        .text("Learner", "learner"), .number("Position", "position"), .text("When", "occurredOn"),
        .text("What", "kind"), .text("In words", "text"), .text("By", "by"), .text("Behind it", "behind"),
        .text("Counts", "counts"), .machine("learnerId"), .machine("id"), .machine("occurredAt"),
        .machine("recordedAt"),
    ])

    init(_ explanation: Explanation, in log: EventLog) async throws {
        let tenant = log.district.tenant
        let ids = explanation.learners.flatMap { $0.ids.union([$0.learner]) }
        let histories = try await log.read(learners: ids).mapValues { $0.map(\.event) }
        let learners = explanation.learners.map(\.learner)
        let (names, people) = try await log.run { session in
            (
                try ReferenceNames(session, tenant: tenant, of: histories.values.flatMap(\.self)),
                try PersonDirectory.people(session, tenant: tenant, ids: learners)
            )
        }
        let called = Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }
        for part in explanation.learners {
            let told = part.ids.flatMap { histories[$0] ?? [] }
            let events = Dictionary(told.map { ($0.id, $0) }) { first, _ in first }
            let sentence = EventSentence(names: names, events: events)
            for event in part.events {
                table.add([
                    .text((called[part.learner] ?? nil) ?? "\(part.learner)"), .number(event.position),
                    .text("\(event.occurredAt.date)"), .text(event.kind.name),
                    .text(events[event.id].map(sentence.tell) ?? ""),
                    .text(event.assertedBy.rawValue.replacing("-", with: " ")), .flag(event.isBehind),
                    .text(event.standing.description), .text("\(part.learner)"), .text("\(event.id)"),
                    .moment(event.occurredAt), .moment(event.recordedAt),
                ])
            }
        }
    }
}
