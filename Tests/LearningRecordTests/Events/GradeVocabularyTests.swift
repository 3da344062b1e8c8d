import LearningRecord
import Testing

@Suite("Names that betray a grade")
struct GradeVocabularyTests {
    @Test(
        "are found in every way of writing",
        arguments: [
            "score", "finalScore", "final_score", "final-score", "FinalScore", "FINAL_SCORE", "score2", "rawScore",
            "APScore",
            "GPA", "gpa", "GPAScore", "weightedGPA", "cumulative_gpa", "class_rank", "classRank", "classrank", "Rank",
            "honors", "honours", "isHonors", "honorRoll", "percent", "percentage", "percentile", "nationalPercentile",
            "pct",
            "100%", "letterGrade", "lettergrade", "grade", "gradeLetter", "points", "maxPoints", "pts", "average",
            "class average", "median", "ability", "abilityGroup", "track", "tracking", "rating", "z-score", "zScore",
            "stanine", "decile", "mark", "marks",
        ])
    func betrayed(name: String) {
        #expect(GradeVocabulary.betrayal(in: name) != nil)
    }

    @Test(
        "are not seen in words that only hold one",
        arguments: [
            "gradual", "gradient", "rankle", "frank", "underscore", "soundtrack", "remark", "remarks", "market",
            "honorary",
            "task", "from", "to", "pointsman", "meaning", "percept", "trackpad", "capability", "disability", "", "漢字",
            "_",
            "upgrade", "crank", "level", "policy", "code", "markdown",
        ])
    func innocent(name: String) {
        #expect(GradeVocabulary.betrayal(in: name) == nil)
    }

    @Test("do not stand in any kind, beside the second reading that the record asks for")
    func kinds() throws {
        for kind in EventKind.allCases {
            var maker = EventMaker(seed: 1)
            for _ in 0..<20 {
                let facts = try maker.facts(kind)
                for member in FieldWriter.json({ facts.write(to: &$0) }).members where member.name != "secondRating" {
                    #expect(GradeVocabulary.betrayal(in: member.name) == nil)
                }
            }
            for field in kind.payload.words { #expect(GradeVocabulary.betrayal(in: field.name) == nil) }
        }
    }

    @Test("The explanation says why and what to do instead")
    func explanation() {
        let text = GradeVocabulary.explanation(of: "gpa")
        #expect(text.contains("\"gpa\"") && text.contains("level") && text.contains("leave this field out"))
    }
}
