import ArgumentParser
import LearningRecord
import Projections

/// What access equity answers, as tables.
struct EquityAnswer: Sendable {
    /// Which numbers a table has.
    enum Subject: String, CaseIterable, ExpressibleByArgument {
        /// Who was offered something, and what became of it.
        case offers
        /// How long it took until the first offer.
        case waiting
        /// Who began what was offered.
        case initiators
        /// Supports asked for and given.
        case supports
    }

    private struct Entry: Sendable {
        let line: AccessRelease.Line
        let window: AccessWindow
        let dimension: String
        let crossed: String?
        let school: String?
    }

    private var entries: [Entry] = []

    /// Whether there is nothing.
    var isEmpty: Bool { entries.isEmpty }
    /// Whether anything is not shown, so that it tells of nobody.
    var hides: Bool { entries.contains { !$0.line.hidden.isEmpty } }

    mutating func add(
        _ lines: [AccessRelease.Line], window: AccessWindow, dimension: String, crossed: String?,
        schools: [SchoolID: String]
    ) {
        entries += lines.map { line in
            Entry(
                line: line, window: window, dimension: dimension, crossed: crossed, school: schools[line.counts.school])
        }
    }

    /// The numbers of a subject.
    func table(_ subject: Subject) -> Table {
        let isCrossed = entries.contains { $0.crossed != nil }
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

    private var ordered: [Entry] {
        entries.sorted { left, right in
            let keys = [left, right].map { entry in
                [
                    entry.school ?? "", "\(entry.line.counts.school)", entry.window.title, "\(entry.window.from)",
                    entry.dimension, entry.line.counts.group, entry.line.counts.other ?? "",
                ]
            }
            return keys[0].lexicographicallyPrecedes(keys[1])
        }
    }
}

extension EquityAnswer.Subject {
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
