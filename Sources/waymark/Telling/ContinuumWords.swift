import LearningRecord
import Projections

/// What people wrote in the events behind a continuum: reasons, rationales, dissent, narratives, opened with the key.
struct ContinuumWords {
    let continuum: LearnerContinuum
    /// The words by position.
    let opened: [Int64: Words]

    /// A row a text: by competency in the framework's order, then as the log has them.
    var table: Table {
        var table = Table([
            .text("Competency", "about"), .text("What", "what"), .text("In their words", "text"),
            .number("Position", "position"), .machine("competency"),
        ])
        for entry in continuum.entries.flatMap(\.all) {
            for position in entry.explainedBy {
                for words in opened[position]?.texts ?? [] {
                    table.add([
                        .text(entry.item.code ?? entry.item.statement), .text(Self.title(words.name)),
                        .text(words.text), .number(position), .text("\(entry.item.competency)"),
                    ])
                }
            }
        }
        return table
    }

    /// The name of a text for people: `ownWords` is "own words".
    private static func title(_ name: String) -> String {
        name.reduce(into: "") { title, letter in
            title += letter.isUppercase ? " " + letter.lowercased() : String(letter)
        }
    }
}
