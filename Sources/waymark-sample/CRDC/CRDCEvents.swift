import LearningRecord

/// The learning events behind a learner whom the collection counts in a programme for the gifted and talented: such a
/// place was offered, and taken. Who offered it the collection does not say; most often a teacher does.
enum CRDCEvents {
    /// Both events as lines of JSON, with ``Template/learner`` where the learner belongs.
    static func lines(school: String) -> String {
        let offer = "crdc-\(CRDCYear.id):\(Template.learner):offered"
        return line(
            key: offer, .enrichmentOffered, school: school, at: CRDCYear.offeredAt,
            facts: [
                "opportunity": .string("Gifted and talented programme"), "form": .string("enrichment"),
                "initiatedBy": .string("teacher"),
            ])
            + line(
                key: "crdc-\(CRDCYear.id):\(Template.learner):answered", .enrichmentAnswered, school: school,
                at: CRDCYear.answeredAt, facts: ["offer": .string("key:\(offer)"), "answer": .string("accepted")])
    }

    private static func line(
        key: String, _ kind: EventKind, school: String, at instant: String, facts: JSONObject
    ) -> String {
        let event: JSONObject = [
            "key": .string(key), "kind": .string(kind.name), "learner": .string("roster:\(Template.learner)"),
            "occurredAt": .string(instant), "assertedBy": .object(["role": .string("system")]),
            "school": .string("roster:\(school)"), "facts": .object(facts),
        ]
        return JSONWriter.text(.object(event)) + "\n"
    }
}
