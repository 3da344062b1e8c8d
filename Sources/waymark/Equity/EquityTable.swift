import ArgumentParser
import LearningRecord
import Projections

/// Which numbers of access equity a table has.
enum EquitySubject: String, CaseIterable, ExpressibleByArgument {
    /// Who was offered something, and what became of it.
    case offers
    /// How long it took until the first offer.
    case waiting
    /// Who began what was offered.
    case initiators
    /// Supports asked for and given.
    case supports
}

extension EquityAnswer {
    /// The numbers of a subject, as a table.
    func table(_ subject: EquitySubject) -> Table {
        var columns: [Table.Column] = [.text("School", "school"), .text("Term", "term")]
        columns += isCrossed ? [.machine("dimension"), .machine("dimension2")] : [.text("By", "dimension")]
        columns.append(.text("Group", "group"))
        if isCrossed { columns.append(.text("And", "group2")) }
        columns += [.machine("from"), .machine("to")]
        var table = Table(columns + subject.numbers.map(\.column) + subject.days.map(\.column))
        for entry in ordered {
            let counts = entry.line.counts
            var row: [Cell] = [.optional(entry.school), .text(entry.window.title), .text(entry.dimension)]
            if isCrossed { row.append(.optional(entry.crossed)) }
            row.append(.text(counts.group))
            if isCrossed { row.append(.optional(counts.other)) }
            row += [.text("\(entry.window.from)"), .text("\(entry.window.to)")]
            row += subject.numbers.map { entry.line[$0.number].map { .number($0) } ?? .withheld }
            row += subject.days.map { entry.line.shows($0.days) ? .optional(counts.days[$0.days]) : .withheld }
            table.add(row)
        }
        return table
    }
}

extension EquitySubject {
    /// The numbers of people.
    fileprivate var numbers: [(number: AccessNumber, column: Table.Column)] {
        switch self {
        case .offers:
            [
                (.enrolled, .number("Enrolled", "enrolled")), (.offered, .number("Offered", "offered")),
                (.accepted, .number("Accepted", "accepted")), (.started, .number("Started", "started")),
                (.completed, .number("Completed", "completed")),
                (.neverOffered, .number("Never offered", "neverOffered")),
            ]
        case .waiting:
            [
                (.enrolled, .number("Enrolled", "enrolled")), (.offered, .number("Offered", "offered")),
                (.offeredSoon, .number("Offered soon", "offeredSoon")),
                (.neverOffered, .number("Still waiting", "neverOffered")),
            ]
        case .initiators:
            [
                (.offered, .number("Offered", "offered")), (.byTeacher, .number("By teacher", "byTeacher")),
                (.byFamily, .number("By family", "byFamily")), (.byLearner, .number("By learner", "byLearner")),
                (.byRule, .number("By a rule for all", "byUniversalRule")),
            ]
        case .supports:
            [
                (.enrolled, .number("Enrolled", "enrolled")), (.asked, .number("Asked", "asked")),
                (.met, .number("All met", "met")), (.waiting, .number("Still waiting", "waiting")),
            ]
        }
    }

    /// The waiting times.
    fileprivate var days: [(days: AccessDays, column: Table.Column)] {
        switch self {
        case .offers, .initiators: []
        case .waiting:
            [
                (.quarterOffered, .number("A quarter after days", "daysUntilQuarterOffered")),
                (.halfOffered, .number("Half after days", "daysUntilHalfOffered")),
                (.threeQuartersOffered, .number("Three quarters after days", "daysUntilThreeQuartersOffered")),
            ]
        case .supports: [(.halfMet, .number("Half met after days", "daysUntilHalfMet"))]
        }
    }
}
