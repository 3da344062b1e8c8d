import Foundation
import LearningRecord
@testable import Projections
import TestSupport
import Testing

/// What an attacker can work out is counted out here by trying every table, not by the programme that decides.
@Suite("Suppression of small cells")
struct SuppressionTests {
    @Test("of a table with margins, no small cell can be worked out closer than to a range of the threshold")
    func tables() throws {
        let threshold: Int64 = 3
        var protected = 0
        for seed in Seeds.first(60) {
            var generator = SeededGenerator(seed: seed)
            let (rows, columns) = (Int.random(in: 2...3, using: &generator), Int.random(in: 2...3, using: &generator))
            var values: [[Int64]] = []
            for _ in 0..<rows {
                values.append((0..<columns).map { _ in Int64.random(in: 0...6, using: &generator) })
            }
            let layout = Layout(rows: rows, columns: columns)
            // The margins are decided first, as AccessRelease does it: rows, then columns, then what they cross in.
            var cells = [Suppression.Cell(values.joined().reduce(0, +), threshold: threshold)]
            for margin in [
                values.map { $0.reduce(0, +) }, (0..<columns).map { column in values.reduce(0) { $0 + $1[column] } },
            ] {
                var table = Suppression(
                    [Self.closed(cells[0])] + margin.map { .init($0, threshold: threshold) },
                    sums: [.init(parts: Array(1...margin.count), total: 0)], threshold: threshold)
                let isEnough = table.protect()
                #expect(isEnough)
                cells += table.cells.dropFirst()
            }
            var table = Suppression(
                cells.map(Self.closed) + values.joined().map { .init($0, threshold: threshold) }, sums: layout.sums,
                threshold: threshold)
            let isEnough = table.protect()
            let inner = (1 + rows + columns)..<table.cells.count
            if !isEnough { #expect(inner.allSatisfy { table.cells[$0].isHidden }) }
            let ranges = layout.ranges(table.cells)
            for index in table.cells.indices where table.cells[index].isSmall && (isEnough || index < inner.lowerBound)
            {
                #expect(table.cells[index].isHidden)
                guard let range = ranges[index] else { continue }
                protected += 1
                #expect(range.upperBound - range.lowerBound >= threshold, "seed \(seed), cell \(index): \(range)")
            }
        }
        #expect(protected > 50)
    }

    private static func closed(_ cell: Suppression.Cell) -> Suppression.Cell {
        var cell = cell
        cell.isOpen = false
        return cell
    }

    @Test("the range of an unknown is what the equations leave of it")
    func ranges() {
        // a + b = 10, a ≤ 4, so b is 6 to 10; c is limited by nothing.
        let range = FeasibleRange(ceilings: [4, nil, nil], equations: [([(0, 1), (1, 1)], 10)])
        #expect(range.range(of: 0).least == 0 && range.range(of: 0).most == 4)
        #expect(range.range(of: 1).least == 6 && range.range(of: 1).most == 10)
        #expect(range.range(of: 2).least == 0 && range.range(of: 2).most == nil)
        // a + b = 7, b + c = 3, a + c = 6: one solution only, 5, 2, 1.
        let solved = FeasibleRange(
            ceilings: [nil, nil, nil],
            equations: [([(0, 1), (1, 1)], 7), ([(1, 1), (2, 1)], 3), ([(0, 1), (2, 1)], 6)])
        for (index, value) in [5.0, 2, 1].enumerated() {
            let range = solved.range(of: index)
            #expect(abs(range.least - value) < 1e-6 && abs((range.most ?? 0) - value) < 1e-6)
        }
        // Of what nothing is known, nothing can be worked out.
        let free = FeasibleRange(ceilings: [nil], equations: [])
        #expect(free.range(of: 0).least == 0 && free.range(of: 0).most == nil)
        // The same equation twice says no more than once.
        let twice = FeasibleRange(
            ceilings: [nil, nil], equations: [([(0, 1), (1, 1)], 4), ([(0, 1), (1, 1)], 4)])
        #expect(twice.range(of: 0).least == 0 && twice.range(of: 0).most == 4)
    }

    @Test("one small group takes another with it, and what is left of a whole hides the part")
    func complement() {
        let everyone = Self.counts("everyone", enrolled: 100, offered: 60)
        let groups = [
            Self.counts("a", enrolled: 60, offered: 40), Self.counts("b", enrolled: 35, offered: 15),
            Self.counts("c", enrolled: 5, offered: 5),
        ]
        let lines = AccessRelease.lines(everyone: everyone, groups: groups)
        #expect(lines.map { $0[.enrolled] } == [60, nil, nil])
        #expect(lines.map { $0[.offered] } == [40, nil, nil])
        #expect(lines.map { $0[.neverOffered] } == [20, nil, nil])
        // 97 of 100 were offered: the three who were not are few.
        let most = AccessRelease.lines(
            everyone: Self.counts("everyone", enrolled: 200, offered: 190),
            groups: [
                Self.counts("a", enrolled: 100, offered: 97), Self.counts("b", enrolled: 100, offered: 93),
            ])
        #expect(most.allSatisfy { $0[.enrolled] == 100 && $0[.offered] == nil && $0[.neverOffered] == nil })
        // Nobody in a group that is large enough is no secret: it is what the table is for.
        let none = AccessRelease.lines(
            everyone: Self.counts("everyone", enrolled: 80, offered: 40),
            groups: [Self.counts("a", enrolled: 40, offered: 40), Self.counts("b", enrolled: 40, offered: 0)])
        #expect(none.map { $0[.offered] } == [40, 0])
    }

    @Test("small groups that are few people together take a large one with them")
    func fewTogether() {
        let lines = AccessRelease.lines(
            everyone: Self.counts("everyone", enrolled: 20),
            groups: [
                Self.counts("a", enrolled: 14), Self.counts("b", enrolled: 3), Self.counts("c", enrolled: 3),
            ])
        #expect(lines.map { $0[.enrolled] } == [nil, nil, nil])
        let other = AccessRelease.lines(
            everyone: Self.counts("everyone", enrolled: 20, offered: 13),
            groups: [
                Self.counts("a", enrolled: 2), Self.counts("b", enrolled: 14, offered: 12),
                Self.counts("c", enrolled: 4, offered: 1),
            ])
        #expect(other.map { $0[.enrolled] } == [nil, nil, nil])
        // What few accepted hides nothing of those who were enrolled.
        var few = Self.counts("everyone", enrolled: 20, offered: 13)
        few.numbers[.accepted] = 9
        let whole = AccessRelease.lines(everyone: few, groups: [few])
        #expect(whole.map { $0[.enrolled] } == [20] && whole.map { $0[.offered] } == [nil])
    }

    @Test("crossed with another dimension, a small cell stands in a rectangle of hidden ones")
    func crossed() {
        let first = [Self.counts("a", enrolled: 50), Self.counts("b", enrolled: 50)]
        let second = [Self.counts("x", enrolled: 62), Self.counts("y", enrolled: 38)]
        let crossed = [
            Self.counts("a", "x", enrolled: 46), Self.counts("a", "y", enrolled: 4),
            Self.counts("b", "x", enrolled: 16), Self.counts("b", "y", enrolled: 34),
        ]
        let lines = AccessRelease.lines(
            everyone: Self.counts("everyone", enrolled: 100), first: first, second: second, crossed: crossed)
        #expect(lines.allSatisfy { $0[.enrolled] == nil })
        let safe = AccessRelease.lines(
            everyone: Self.counts("everyone", enrolled: 100), first: first, second: second,
            crossed: [
                Self.counts("a", "x", enrolled: 30), Self.counts("a", "y", enrolled: 20),
                Self.counts("b", "x", enrolled: 32), Self.counts("b", "y", enrolled: 18),
            ])
        #expect(safe.map { $0[.enrolled] } == [30, 20, 32, 18])
    }

    @Test("a part of a hidden number is hidden, and the waiting times with it")
    func parts() {
        let everyone = Self.counts("everyone", enrolled: 100, offered: 60)
        var few = Self.counts("c", enrolled: 40, offered: 3)
        few.days[.halfOffered] = 12
        let lines = AccessRelease.lines(everyone: everyone, groups: [Self.counts("a", enrolled: 60, offered: 57), few])
        for line in lines {
            #expect(line[.enrolled] != nil && line[.offered] == nil && line[.byTeacher] == nil)
            #expect(!line.shows(.halfOffered))
        }
    }

    @Test("of those who began, the last is not the rest")
    func initiators() {
        func counts(_ group: String, _ teacher: Int64, _ family: Int64, _ learner: Int64, _ rule: Int64) -> AccessCounts
        {
            let all = teacher + family + learner + rule
            var counts = Self.counts(group, enrolled: 2 * all, offered: all)
            counts.numbers[.byTeacher] = teacher
            counts.numbers[.byFamily] = family
            counts.numbers[.byLearner] = learner
            counts.numbers[.byRule] = rule
            return counts
        }
        let lines = AccessRelease.lines(
            everyone: counts("everyone", 70, 24, 42, 30),
            groups: [counts("a", 30, 4, 20, 15), counts("b", 40, 20, 22, 15)])
        // Four began by families can be worked out of neither the row nor the column.
        for line in lines { #expect(line[.offered] != nil && line[.byFamily] == nil) }
        let hidden = lines.map { line in
            [AccessNumber.byTeacher, .byFamily, .byLearner, .byRule].count { line[$0] == nil }
        }
        #expect(hidden.allSatisfy { $0 >= 2 }, "\(hidden)")
    }

    private static func counts(
        _ group: String, _ other: String? = nil, enrolled: Int64, offered: Int64 = 0
    ) -> AccessCounts {
        AccessCounts(
            school: SchoolID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))), group: group, other: other,
            numbers: [
                .enrolled: enrolled, .offered: offered, .neverOffered: enrolled - offered, .byTeacher: offered,
            ])
    }
}

/// A table of rows and columns with its margins: everyone, the rows, the columns, then the cells row by row.
private struct Layout {
    let rows: Int
    let columns: Int

    func cell(_ row: Int, _ column: Int) -> Int { 1 + rows + columns + row * columns + column }

    var sums: [Suppression.Sum] {
        [
            .init(parts: Array(1...rows), total: 0),
            .init(parts: Array((1 + rows)...(rows + columns)), total: 0),
        ]
            + (0..<rows).map { row in .init(parts: (0..<columns).map { cell(row, $0) }, total: 1 + row) }
            + (0..<columns).map { column in
                .init(parts: (0..<rows).map { cell($0, column) }, total: 1 + rows + column)
            }
    }

    /// The range of every cell over all tables of whole numbers that show the same. `nil` where it was not tried: a table
    /// whose total is hidden has no end.
    func ranges(_ cells: [Suppression.Cell]) -> [ClosedRange<Int64>?] {
        var ranges: [ClosedRange<Int64>?] = cells.map { _ in nil }
        if cells[0].isHidden { return ranges }
        var table = [Int64](repeating: 0, count: rows * columns)
        func visit(_ place: Int, _ left: Int64) {
            if place == table.count {
                if left == 0 { note() }
                return
            }
            let cell = cells[1 + rows + columns + place]
            if !cell.isHidden {
                guard cell.value <= left else { return }
                table[place] = cell.value
                return visit(place + 1, left - cell.value)
            }
            for value in 0...left {
                table[place] = value
                // A row that is full must be what is shown of it.
                if (place + 1).isMultiple(of: columns), !cells[1 + place / columns].isHidden {
                    let sum = table[(place + 1 - columns)...place].reduce(0, +)
                    if sum != cells[1 + place / columns].value { continue }
                }
                visit(place + 1, left - value)
            }
        }
        func note() {
            var all = [table.reduce(0, +)]
            all += (0..<rows).map { row in table[(row * columns)..<((row + 1) * columns)].reduce(0, +) }
            all += (0..<columns).map { column in (0..<rows).reduce(0) { $0 + table[$1 * columns + column] } }
            all += table
            for (index, cell) in cells.enumerated() where !cell.isHidden && cell.value != all[index] { return }
            for (index, value) in all.enumerated() {
                ranges[index] =
                    ranges[index].map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
            }
        }
        visit(0, cells[0].value)
        return ranges
    }
}
