/// Words that betray a grade, a ranking or a track, wherever a field's name holds one.
///
/// Waymark has no field for any of these: a decision about a doubtful name is made here and nowhere else.
public enum GradeVocabulary {
    private static let words: Set<String> = [
        "abilities", "ability", "average", "averages", "averaged", "avg", "cgpa", "decile", "deciles", "gpa", "gpas",
        "grade", "graded", "grades", "grading", "honor", "honored", "honors", "honour", "honours", "iq", "mark",
        "marks", "mean", "median", "pct", "percent", "percentage", "percentages", "percentile", "percentiles",
        "percents", "points", "pts", "quartile", "quartiles", "quintile", "quintiles", "rank", "ranked", "ranking",
        "rankings", "ranks", "rating", "ratings", "score", "scored", "scores", "scoring", "stanine", "stanines",
        "track", "tracked", "tracking", "tracks", "valedictorian", "zscore",
    ]

    /// Names that are written in one without a mark between their words.
    private static let compounds: Set<String> = [
        "classrank", "finalgrade", "finalscore", "gradepoint", "gradepoints", "honorroll", "honourroll", "lettergrade",
        "maxscore", "percentrank", "rawscore", "scaledscore", "testscore", "totalscore",
    ]

    /// The word in `name` that betrays it, if one does: `finalScore`, `grade_letter` and `GPA` each do; `gradual` does
    /// not, nor does any other word that only holds one of these.
    public static func betrayal(in name: String) -> String? {
        if name.contains("%") { return "percent" }
        return parts(of: name).first { words.contains($0) || compounds.contains($0) }
    }

    /// Why there is no such field, for whoever tried to fill it.
    public static func explanation(of word: String) -> String {
        "Waymark has no field for \"\(word)\": it keeps what a learner can do and on what evidence, and never a grade, "
            + "score, average, percentile, rank or track. Record the level that was demonstrated, in a mastery "
            + "decision that cites its evidence, and leave this field out."
    }

    /// The words of a name in camelCase (also after an acronym: `GPAScore`), snake_case or kebab-case, lower-cased.
    private static func parts(of name: String) -> [String] {
        let characters = Array(name)
        var parts: [String] = []
        var current = ""
        for (index, character) in characters.enumerated() {
            let followsLower = index > 0 && characters[index - 1].isLowercase
            let endsAcronym =
                index > 0 && characters[index - 1].isUppercase && index + 1 < characters.count
                && characters[index + 1].isLowercase
            if !character.isLetter || (character.isUppercase && (followsLower || endsAcronym)) {
                if !current.isEmpty { parts.append(current) }
                current = ""
            }
            if character.isLetter { current += character.lowercased() }
        }
        if !current.isEmpty { parts.append(current) }
        return parts
    }
}
