import LearningRecord
import Testing

@Suite("Policies of mastery")
struct MasteryPolicyTests {
    private let now = Instant(microseconds: 1_000_000)

    @Test("the JSON form is read as it is written, and what it leaves out is as in the default")
    func form() throws {
        var policy = MasteryPolicy(version: try #require(Label("spring")), inForceFrom: now)
        #expect(try read(#"{"version": "spring"}"#) == policy)
        #expect(policy.asksTheSame(as: .default))
        policy.pieces = 3
        policy.withinDays = 90
        policy.secondReading = true
        #expect(try read(JSONWriter.text(policy.json)) == policy)
        #expect(!policy.asksTheSame(as: .default))
    }

    @Test(
        "what cannot be a policy is refused with the field's name",
        arguments: [
            (#"{}"#, "version: must be there"), (#"{"version": "x", "pieces": 0}"#, "pieces: must be"),
            (#"{"version": "x", "tasks": 21}"#, "tasks: must be"), (#"{"version": "x", "forms": 6}"#, "forms: "),
            (#"{"version": "x", "withinDays": 0}"#, "withinDays: must be"),
            (#"{"version": "x", "points": 3}"#, "points: Waymark has no field"),
            (#"{"version": "x", "level": 3}"#, "level: there is no such field"), (#"[]"#, "must be an object"),
            (#"{"version": "x", "inForceFrom": "soon"}"#, "inForceFrom: must be a date and time"),
        ])
    func refused(text: String, says: String) throws {
        do {
            _ = try read(text)
            Issue.record("\(text) was taken")
        } catch let error as RecordError {
            #expect(error.description.contains(says), "\(error)")
        }
    }

    @Test("of several, the newest in force holds; before the first, the default")
    func inForce() throws {
        let policies = try [3, 1, 2].map {
            MasteryPolicy(version: try #require(Label("v\($0)")), inForceFrom: Instant(microseconds: $0 * 10))
        }
        func name(_ time: Int64) -> String {
            MasteryPolicy.inForce(policies, at: Instant(microseconds: time)).version.text
        }
        #expect(name(9) == "default-1")
        #expect(name(10) == "v1" && name(25) == "v2" && name(30) == "v3" && name(1_000) == "v3")
        #expect(Label(MasteryPolicy.default.version.text) == MasteryPolicy.default.version)
    }

    private func read(_ text: String) throws -> MasteryPolicy {
        try MasteryPolicy(json: JSONReader.read(Array(text.utf8)), now: now)
    }
}
