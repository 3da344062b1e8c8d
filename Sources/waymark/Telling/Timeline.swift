import LearningRecord
import ReferenceData

/// A learner's events in the order they happened, for people and machines.
struct Timeline {
    let person: Person
    /// Every id of the person.
    let ids: [LearnerID]
    /// In order of position.
    let events: [RecordedEvent]
    /// Which of them count.
    let status: [EventID: Corrections.Status]
    let names: ReferenceNames

    /// One row an event.
    var table: Table {
        let sentence = EventSentence(
            names: names, events: Dictionary(events.map { ($0.event.id, $0.event) }) { first, _ in first })
        var table = Table([
            .text("When", "occurredOn"), .text("What", "kind"), .text("In words", "text"), .text("By", "by"),
            .text("Counts", "counts"), .number("Position", "position"), .machine("id"), .machine("occurredAt"),
            .machine("recordedAt"), .machine("learner"),
        ])
        for recorded in ordered {
            let event = recorded.event
            table.add([
                .text("\(event.occurredAt.date)"), .text(event.kind.name), .text(sentence.tell(event) + words(event)),
                .text(teller(event.assertedBy)), .text(counts(event)), .number(recorded.position), .text("\(event.id)"),
                .text("\(event.occurredAt)"), .text("\(recorded.recordedAt)"), .text("\(event.learner)"),
            ])
        }
        return table
    }

    /// Everything, the events in their JSON form.
    var json: JSON {
        let learner: JSONObject = [
            "id": .string("\(person.id)"), "rosterId": person.sourceID.isEmpty ? .null : .string(person.sourceID),
            "name": person.name.map { .string($0) } ?? .null, "schools": .array(person.schools.map { .string($0) }),
            "erased": .bool(person.isErased),
            "ids": .array(ids.map { .string("\($0)") }),
        ]
        let list = ordered.map { recorded -> JSON in
            var object: JSONObject = [
                "position": .number(String(recorded.position)), "recordedAt": .string("\(recorded.recordedAt)"),
                "counts": .string(counts(recorded.event)),
            ]
            for member in recorded.event.json.members { object[member.name] = member.value }
            return .object(object)
        }
        return .object(["learner": .object(learner), "events": .array(list)])
    }

    private var ordered: [RecordedEvent] {
        events.sorted { ($0.event.occurredAt, $0.position) < ($1.event.occurredAt, $1.position) }
    }

    private func words(_ event: LearningEvent) -> String {
        // A transcript is a page by itself: `waymark transcript --issued` shows it.
        if event.kind == .transcriptIssued { return "" }
        return event.words.texts.map { " – \($0.name): “\($0.text)”" }.joined()
    }

    private func teller(_ assertion: Assertion) -> String {
        let role = assertion.role.rawValue.replacing("-", with: " ")
        guard let person = assertion.person else { return role }
        if ids.contains(person) { return "the learner" }
        return names.people[person].map { "\($0) (\(role))" } ?? role
    }

    private func counts(_ event: LearningEvent) -> String {
        switch status[event.id] {
        case .voided: "no: taken back"
        case .replaced: "no: replaced"
        case .withdrawn: "no: its correction was taken back"
        case .ignored: "no: it names no event it can correct"
        case .counts, nil: "yes"
        }
    }
}
