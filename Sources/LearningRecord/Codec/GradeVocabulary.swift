/// Words that betray a grade, a ranking or a track, wherever a field's name holds one.
///
/// Waymark has no field for any of these: a decision about a doubtful name is made here and nowhere else.
public enum GradeVocabulary {
    private static let words: Set<String> = [
        "ability", "average", "avg", "class-rank", "decile", "gpa", "grade", "grades", "graded", "grading", "honor",
        "honors", "honour", "honours", "iq", "mark", "marks", "mean", "median", "percent", "percentage", "percentile",
        "percentiles", "percents", "points", "quartile", "quintile", "rank", "ranking", "ranks", "rating", "raw-score",
        "scaled-score", "score", "scored", "scores", "scoring", "stanine", "track", "tracking", "tracks", "zscore",
    ]

    /// The word in `name` that betrays it, if one does: `finalScore`, `grade_letter` and `GPA` each do.
    public static func betrayal(in name: String) -> String? {
        let parts = parts(of: name)
        let joined = parts.joined(separator: "-")
        return parts.first(where: words.contains) ?? (words.contains(joined) ? joined : nil)
    }

    /// Why there is no such field, for whoever tried to fill it.
    public static func explanation(of word: String) -> String {
        "Waymark has no field for \"\(word)\": it keeps what a learner can do and on what evidence, and never a grade, "
            + "score, average, percentile, rank or track. Record the level that was demonstrated, in a mastery "
            + "decision that cites its evidence, and leave this field out."
    }

    /// The words of a name in camelCase, snake_case or kebab-case, lower-cased.
    private static func parts(of name: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var previousWasLower = false
        for character in name {
            if !character.isLetter {
                if !current.isEmpty { parts.append(current) }
                current = ""
                previousWasLower = false
                continue
            }
            if character.isUppercase, previousWasLower {
                parts.append(current)
                current = ""
            }
            previousWasLower = character.isLowercase
            current += character.lowercased()
        }
        if !current.isEmpty { parts.append(current) }
        return parts
    }
}
