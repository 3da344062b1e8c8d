import LearningRecord
import Testing

/// What the log stores by number must never get another one: these lists only ever grow at their ends.
@Suite("Numbers that the log stores")
struct NumbersTests {
    @Test("of the kinds")
    func kinds() {
        let names = [
            "attempt", "evidence", "mastery", "mastery-revised", "enrichment-offered", "enrichment-answered",
            "enrichment-started", "enrichment-completed", "support-requested", "support-provided", "goal-set",
            "self-assessed", "enrolled", "left", "correction", "transcript-prepared", "transcript-issued",
            "transcript-superseded", "transcript-revoked", "disclosed", "learner-erased",
            "voice-heard", "identity-linked", "identity-unlinked", "words-destroyed", "access-requested",
            "access-answered", "retention-run", "transcript-requested", "transcript-answered",
        ]
        #expect(EventKind.allCases.map(\.rawValue) == Array(1...Int16(names.count)))
        #expect(EventKind.allCases.map(\.name) == names)
        for kind in EventKind.allCases {
            #expect(EventKind(name: kind.name) == kind)
            #expect(kind.payload.kind == kind)
            #expect(kind.version == 1)
        }
    }

    @Test("of the choices")
    func choices() {
        expect(Attempt.Outcome.self, ["demonstrated", "not-yet", "unjudged"])
        expect(Evidence.Form.self, ["artifact", "observation", "performance", "reflection", "external"])
        expect(Evidence.Part.self, ["made", "contributed", "observed", "assessed"])
        expect(Mastery.Voice.self, ["agrees", "differs", "not-yet-heard"])
        expect(VoiceHeard.Speaker.self, ["learner", "family"])
        expect(VoiceHeard.Voice.self, ["agrees", "differs"])
        expect(EnrichmentOffered.Form.self, ["enrichment", "acceleration", "scaffold", "support"])
        expect(EnrichmentOffered.Initiator.self, ["teacher", "family", "learner", "universal-rule"])
        expect(EnrichmentAnswered.Answer.self, ["accepted", "declined"])
        expect(Enrolled.Part.self, ["student", "teacher", "proctor", "administrator"])
        expect(Correction.Action.self, ["void", "replace"])
        expect(
            Disclosed.RecipientClass.self, ["post-secondary", "employer", "school", "family", "authority", "other"])
        expect(
            Disclosed.LawfulBasis.self,
            ["consent", "learner-request", "enrolment-elsewhere", "legal-duty", "health-or-safety", "audit"])
        expect(LearnerErased.Basis.self, ["request", "retention-schedule", "court-order", "contract-end"])
        expect(AccessRequested.Requester.self, ["family", "learner", "representative"])
        expect(AccessAnswered.Answer.self, ["shown", "copy-given", "withdrawn", "declined"])
        expect(
            Role.self,
            ["learner", "family", "teacher", "registrar", "analyst", "data-engineer", "administrator", "system"])
    }

    private func expect<Value: Choice>(_: Value.Type, _ names: [String]) {
        #expect(Value.allCases.map(\.rawValue) == names)
        #expect(Value.allCases.map(\.code) == Array(1...Int16(names.count)))
        for value in Value.allCases { #expect(Value(code: value.code) == value) }
        for code in [Int16.min, -1, 0, Int16(names.count + 1), Int16.max] { #expect(Value(code: code) == nil) }
    }
}
