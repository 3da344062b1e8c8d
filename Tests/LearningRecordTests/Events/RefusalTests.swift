import Foundation
import LearningRecord
import Testing

@Suite("What is no event is refused, and the error says where and why")
struct RefusalTests {
    @Test(
        "An unknown field is named with its path",
        arguments: [
            ("", "colour"), ("facts", "colour"), ("words", "colour"), ("assertedBy", "colour"),
            ("facts.decider", "colour"),
            ("facts.secondRating", "colour"),
        ])
    func unknownField(path: String, name: String) throws {
        let error = try error(adding: name, at: path)
        #expect(error.code == .unknownField)
        #expect(error.path == (path.isEmpty ? name : "\(path).\(name)"))
        #expect(error.message.contains("there is no such field here; there are "))
    }

    @Test(
        "A field that smells of a grade is refused with the reason",
        arguments: [
            "", "facts", "words", "assertedBy", "facts.decider", "facts.secondRating",
        ])
    func grade(path: String) throws {
        let error = try error(adding: "finalScore", at: path)
        #expect(error.code == .gradeField)
        #expect(error.path == (path.isEmpty ? "finalScore" : "\(path).finalScore"))
        #expect(error.message.contains("Waymark has no field for \"score\""))
    }

    @Test("Inside of a list, the path has the place in the list")
    func insideList() throws {
        var json = try mastery().json
        json["kind"] = .string("evidence")
        json["words"] = nil
        let claim: JSON = .object([
            "competency": .string("0198c5b2-7c1e-7d3a-9a51-000000000001"), "level": .number("1"),
        ])
        var second = try #require(claim.object)
        second["points"] = .number("3")
        json["facts"] = .object(["form": .string("artifact"), "competencies": .array([claim, .object(second)])])
        let error = try #require(throws: RecordError.self) { try LearningEvent(json) }
        #expect(error.code == .gradeField)
        #expect(error.path == "facts.competencies[1].points")
    }

    @Test("A name that only looks like a field is unknown: texts are compared by their scalars")
    func lookalike() throws {
        // The Kelvin sign is canonically equivalent to K, and U+037E to a semicolon.
        #expect("\u{212A}" == "K")
        let object: JSONObject = ["\u{212A}": .bool(true)]
        var reader = FieldReader(object, at: "")
        #expect(try reader.optional("K", as: Bool.self) == nil)
        #expect { try reader.finish() } throws: { ($0 as? RecordError)?.code == .unknownField }
    }

    @Test("A long or unprintable name does not flood the error")
    func longName() throws {
        let error = try error(adding: "a\n\u{1B}[31m" + String(repeating: "n", count: 100_000), at: "")
        #expect(error.description.utf8.count < 500)
        #expect(!error.description.contains("\n") && !error.description.contains("\u{1B}"))
    }

    @Test("A missing field, a null and a wrong sort of value say what would be right")
    func values() throws {
        var json = try mastery().json
        json["learner"] = nil
        #expect(throws: RecordError(.missingField, at: "learner", "must be there")) { try LearningEvent(json) }
        json["learner"] = .null
        #expect(throws: RecordError(.invalidValue, at: "learner", "must not be null: leave the field out")) {
            try LearningEvent(json)
        }
        json["learner"] = .string("Ada")
        let error = try #require(throws: RecordError.self) { try LearningEvent(json) }
        #expect(error.code == .invalidValue && error.path == "learner" && !error.description.contains("Ada"))
        json = try mastery().json
        json["kind"] = .string("quiz")
        #expect { try LearningEvent(json) } throws: { ($0 as? RecordError)?.code == .unknownKind }
        for text in ["", "[]", "null", "{", "\"x\""] {
            #expect { try LearningEvent(json: Array(text.utf8)) } throws: { ($0 as? RecordError)?.code == .malformed }
        }
    }

    @Test("An event that was built in code and not read is checked all the same")
    func built() throws {
        let id = EventID(UUID())
        let level = try #require(Level(1))
        let label = try #require(Label("x"))
        let nobody = Assertion(role: .teacher)
        let competency = CompetencyID(UUID())
        let broken: [(Facts, String)] = [
            (.attempt(Attempt(task: label, competencies: [], outcome: .unjudged)), "facts.competencies"),
            (
                .attempt(
                    Attempt(task: label, competencies: [competency], supports: [label, label], outcome: .unjudged)),
                "facts.supports"
            ),
            (.evidence(Evidence(form: .artifact, claims: [])), "facts.competencies"),
            (
                .masteryRevised(
                    MasteryRevised(
                        revises: id, competency: competency, level: level, decider: nobody, noticeGiven: true)),
                "facts.decider.person"
            ),
            (.correction(Correction(replacing: id, with: id)), "facts.replacement"),
            (.transcriptSuperseded(TranscriptSuperseded(transcript: id, by: id)), "facts.by"),
            (.transcriptPrepared(TranscriptPrepared(highlights: [id, id])), "facts.highlights"),
        ]
        for (facts, path) in broken {
            let event = LearningEvent(
                id: EventID(UUID()), learner: LearnerID(UUID()), occurredAt: Instant(microseconds: 0),
                assertedBy: Assertion(role: .system), facts: facts)
            #expect { try event.check() } throws: { ($0 as? RecordError)?.path == path }
        }
        var event = try mastery()
        event.assertedBy = nobody
        #expect { try event.check() } throws: { ($0 as? RecordError)?.path == "assertedBy.person" }
        event = try mastery()
        event.words = ["diary": "x"]
        #expect { try event.check() } throws: { ($0 as? RecordError)?.path == "words.diary" }
        event.words = ["rationale": ""]
        #expect { try event.check() } throws: { ($0 as? RecordError)?.path == "words.rationale" }
    }

    private func mastery() throws -> LearningEvent {
        var maker = EventMaker(seed: 7)
        guard case .mastery(var mastery) = try maker.facts(.mastery) else { throw CancellationError() }
        mastery.secondRating = Mastery.SecondRating(id: maker.id(), blind: true)
        var event = try maker.event(.mastery)
        event.facts = .mastery(mastery)
        event.words = ["rationale": "because"]
        return event
    }

    /// The error for a valid event with one member more.
    private func error(adding name: String, at path: String) throws -> RecordError {
        var names = path.split(separator: ".").map(String.init)
        let json = try adding(name, at: &names, of: try mastery().json)
        return try #require(throws: RecordError.self) { try LearningEvent(json) }
    }

    private func adding(_ name: String, at path: inout [String], of object: JSONObject) throws -> JSONObject {
        var object = object
        if path.isEmpty {
            object[name] = .bool(true)
        } else {
            let next = path.removeFirst()
            object[next] = .object(try adding(name, at: &path, of: try #require(object[next]?.object)))
        }
        return object
    }
}
