import LearningRecord
import Foundation
import Testing

@testable import Service

/// The map of a path, and the line beside its stops.
@Suite struct PathMapTests {
    @Test func `A piece of the line begins where the one before it ended`() {
        var trail = PathTrail()
        var end = "20"
        for turns in [true, false, true, true, false, true] {
            let path = String(describing: trail.line(.walked, turns: turns))
            #expect(path.contains("M\(end) 0"), "\(path)")
            end = trail.isRight ? "44" : "20"
        }
    }

    @Test func `A title is wrapped under its sign, and where it is too long its code stands there`() {
        func label(_ title: String, _ code: String?) -> [String] {
            PathMap.label(
                PathStop(
                    id: CompetencyID(UUID()), place: .next, code: code, title: title, statement: nil, area: nil))
        }
        #expect(label("Read a slope", "L.1") == ["Read a slope"])
        #expect(label("Compare unit rates", "R.3") == ["Compare", "unit rates"])
        #expect(label("Ask a question that can be tested", "Q.1") == ["Ask a question", "that can be tested"])
        #expect(label("Answer those who see it otherwise, fairly and to the end", "W.3") == ["W.3"])
        #expect(label("Incomprehensibilities", nil) == ["Incomprehensibi…"])
    }

    @Test func `What is missing is said in both languages, with numbers`() {
        let missing: [Readiness.Missing] = [
            .pieces(have: 1, need: 2), .tasks(have: 1, need: 2), .settings(have: 1, need: 3), .newestBelow,
        ]
        let english = MissingWords(words: PageWords(.english)).say(missing)
        #expect(
            english == "one more piece of evidence, from another task, in 2 more contexts or on as many more days; "
                + "a look at the newest piece together: it speaks to an earlier level")
        #expect(MissingWords(words: PageWords(.spanish)).say(missing).hasPrefix("una evidencia más, de otra tarea"))
        #expect(MissingWords(words: PageWords(.english)).say([]).isEmpty)
        #expect(
            MissingWords(words: PageWords(.english)).say([.forms(have: 1, need: 2)])
                == "a piece of evidence, of another kind")
    }
}
