import LearningRecord
import Projections

/// A learner's continuum as tables.
struct ContinuumLines {
    let continuum: LearnerContinuum

    init(_ continuum: LearnerContinuum) {
        self.continuum = continuum
    }

    /// Where the learner stands, a row a competency, in the framework's order.
    var competencies: Table {
        // A column where nobody has anything to say is only for machines.
        func column(_ title: String, _ key: String, _ mark: (LearnerContinuum.Entry) -> LearnerContinuum.Mark?)
            -> Table.Column
        {
            continuum.entries.contains { mark($0) != nil } ? .text(title, key) : .machine(key)
        }
        var table = Table([
            .text("Competency", "statement"), .text("Demonstrated", "demonstrated"),
            column("Growing towards", "growingTowards") { $0.edge },
            column("To look at again", "toReview") { $0.review },
            column("Goal", "goal") { $0.goal }, column("Own view", "ownView") { $0.selfView },
            .text("Next level", "nextLevel"), .machine("code"), .machine("area"), .machine("competency"),
            .machine("demonstratedSince"), .machine("decidedBy"),
        ])
        for entry in continuum.entries {
            table.add([
                .text(Self.name(entry.code, entry.statement)), .text(Self.demonstrated(entry)), Self.cell(entry.edge),
                Self.cell(entry.review), Self.cell(entry.goal), Self.cell(entry.selfView),
                .optional(entry.nextLevel?.name), .optional(entry.code), .optional(entry.area),
                .text("\(entry.competency)"), .optional(entry.demonstrated?.since),
                .optional(entry.demonstrated?.decidedBy.rawValue),
            ])
        }
        return table
    }

    /// What comes next.
    var ways: Table {
        var table = Table([
            .text("Competency", "statement"), .text("It follows", "after"), .text("Also before it", "stillOpen"),
            .machine("code"), .machine("competency"),
        ])
        for way in continuum.ways {
            table.add([
                .text(Self.name(way.code, way.statement)), .text(way.after.joined(separator: "; ")),
                way.stillOpen.isEmpty ? .none : .text(way.stillOpen.joined(separator: "; ")), .optional(way.code),
                .text("\(way.competency)"),
            ])
        }
        return table
    }

    private static func name(_ code: String?, _ statement: String) -> String {
        code.map { "\($0)  \(statement)" } ?? statement
    }

    private static func demonstrated(_ entry: LearnerContinuum.Entry) -> String {
        guard let shown = entry.demonstrated else { return "not yet" }
        let role = shown.decidedBy.rawValue.replacing("-", with: " ")
        return "\(shown.level), since \(shown.since.date) (\(role))"
    }

    private static func cell(_ mark: LearnerContinuum.Mark?) -> Cell {
        guard let mark else { return .none }
        return .text("\(mark.level ?? "under way"), \(mark.at.date)")
    }
}
