import EventLog
import LearningRecord

/// Counts as they may leave the circle of those who work with the learners' records: what would tell of few people is
/// hidden, in the same way whatever part of the counts is asked for.
///
/// What is decided for everyone at a school holds for all its dimensions, and what is decided for the groups of a
/// dimension holds wherever they are crossed with others: so that no two answers about one window, put side by side, say
/// more than each of them. Windows and forms of opportunity are decided each on its own.
public struct AccessRelease: Hashable, Sendable {
    /// People below whom a number is hidden: the most usual of the thresholds of States (NCES 2011-603).
    public static let threshold: Int64 = 10

    /// What is counted of one group.
    public struct Line: Hashable, Sendable {
        /// The counts.
        public var counts: AccessCounts
        /// Numbers that must not be shown.
        public var hidden: Set<AccessNumber>

        /// Counts, with all but the hidden ones to be shown.
        public init(counts: AccessCounts, hidden: Set<AccessNumber> = []) {
            self.counts = counts
            self.hidden = hidden
        }

        /// The number, where it may be shown.
        public subscript(number: AccessNumber) -> Int64? { hidden.contains(number) ? nil : counts[number] }

        /// Whether a waiting time may be shown.
        public func shows(_ days: AccessDays) -> Bool {
            switch days {
            case .quarterOffered, .halfOffered, .threeQuartersOffered:
                hidden.isDisjoint(with: [.offered, .offeredSoon])
            case .halfMet: hidden.isDisjoint(with: [.asked, .met])
            }
        }
    }

    /// Decides for the groups of one dimension at one school.
    /// - Parameters:
    ///   - everyone: the counts of all people there.
    ///   - groups: those of the groups.
    static func lines(everyone: AccessCounts, groups: [AccessCounts], threshold: Int64 = threshold) -> [Line] {
        let whole = decide([], [everyone], [], threshold)
        return decide(whole, groups, [.init(parts: groups.indices.map { $0 + 1 }, total: 0)], threshold)
    }

    /// Decides for two dimensions at once at one school.
    static func lines(
        everyone: AccessCounts, first: [AccessCounts], second: [AccessCounts], crossed: [AccessCounts],
        threshold: Int64 = threshold
    ) -> [Line] {
        let whole = decide([], [everyone], [], threshold)
        let margins = [first, second].map { groups in lines(everyone: everyone, groups: groups, threshold: threshold) }
        let begin = 1 + first.count + second.count
        func sum(_ total: Int, _ isPart: (AccessCounts) -> Bool) -> Suppression.Sum {
            .init(parts: crossed.indices.filter { isPart(crossed[$0]) }.map { begin + $0 }, total: total)
        }
        var sums = [
            Suppression.Sum(parts: first.indices.map { 1 + $0 }, total: 0),
            Suppression.Sum(parts: second.indices.map { 1 + first.count + $0 }, total: 0),
        ]
        sums += first.enumerated().map { place, group in sum(1 + place) { $0.group == group.group } }
        sums += second.enumerated().map { place, group in
            sum(1 + first.count + place) { $0.other == group.group }
        }
        return decide(whole + margins[0] + margins[1], crossed, sums, threshold)
    }

    /// The wholes of which numbers are parts; in this order they are decided.
    private static let wholes: [(number: AccessNumber, whole: AccessNumber?)] = [
        (.enrolled, nil), (.offered, .enrolled), (.asked, .enrolled), (.accepted, .offered), (.started, .offered),
        (.completed, .offered), (.offeredSoon, .offered), (.met, .asked),
    ]
    private static let initiators: [AccessNumber] = [.byTeacher, .byFamily, .byLearner, .byRule]
    /// What is left of a whole besides a part is hidden with the part.
    private static let rests: [AccessNumber: AccessNumber] = [.offered: .neverOffered, .met: .waiting]

    /// Decides for some counts, given what was decided before.
    private static func decide(
        _ before: [Line], _ open: [AccessCounts], _ sums: [Suppression.Sum], _ threshold: Int64
    ) -> [Line] {
        var lines = before + open.map { Line(counts: $0) }
        let places = before.count..<lines.count
        var isEnough = true
        for (number, whole) in wholes {
            var table = Suppression(
                lines.indices.map { cell(number, of: whole, lines[$0], places.contains($0), threshold) }, sums: sums,
                threshold: threshold)
            isEnough = table.protect() && isEnough
            for place in places where table.cells[place].isHidden {
                lines[place].hidden.formUnion([number, rests[number] ?? number])
            }
        }
        isEnough = decideInitiators(&lines, places, sums, threshold) && isEnough
        if !isEnough { for place in places { lines[place].hidden = Set(AccessNumber.allCases) } }
        return Array(lines[places])
    }

    /// Who began an offer: the numbers of a group come to about those offered, so that they are decided together.
    private static func decideInitiators(
        _ lines: inout [Line], _ places: Range<Int>, _ sums: [Suppression.Sum], _ threshold: Int64
    ) -> Bool {
        let count = lines.count
        var cells = lines.map { line in cell(.offered, of: .enrolled, line, false, threshold) }
        var all: [Suppression.Sum] = []
        for (column, number) in initiators.enumerated() {
            cells += lines.indices.map { cell(number, of: .offered, lines[$0], places.contains($0), threshold) }
            let begin = (column + 1) * count
            all += sums.map { .init(parts: $0.parts.map { $0 + begin }, total: $0.total + begin) }
        }
        all += lines.indices.map { place in
            .init(parts: initiators.indices.map { ($0 + 1) * count + place }, total: place)
        }
        var table = Suppression(cells, sums: all, threshold: threshold)
        let isEnough = table.protect()
        for (column, number) in initiators.enumerated() {
            for place in places where table.cells[(column + 1) * count + place].isHidden {
                lines[place].hidden.insert(number)
            }
        }
        return isEnough
    }

    private static func cell(
        _ number: AccessNumber, of whole: AccessNumber?, _ line: Line, _ isOpen: Bool, _ threshold: Int64
    ) -> Suppression.Cell {
        let isWholeHidden = whole.map(line.hidden.contains) ?? false
        var cell = Suppression.Cell(
            line.counts[number], of: isWholeHidden ? nil : whole.map { line.counts[$0] }, threshold: threshold,
            isOpen: isOpen)
        // Where groups change in a window, those never offered are not just the rest.
        if let rest = rests[number], (1..<threshold).contains(line.counts[rest]) {
            cell.isSmall = true
            cell.isHidden = isOpen
        }
        // A part of a hidden whole is hidden: it would say how large the whole is at least.
        if isWholeHidden || line.hidden.contains(number) { cell.isHidden = true }
        return cell
    }
}

extension AccessNumber {
    /// The denominator: the number of which this one is a part; `nil` for the first, ``enrolled``.
    public var whole: AccessNumber? {
        switch self {
        case .enrolled: nil
        case .offered, .neverOffered, .asked: .enrolled
        case .accepted, .started, .completed, .offeredSoon, .byTeacher, .byFamily, .byLearner, .byRule: .offered
        case .met, .waiting: .asked
        }
    }
}

extension AccessReader {
    /// The counts in a window as they may leave the circle, by the groups of a dimension or of two at once.
    /// - Parameter known: the counts of all people together in the window, where the caller has them already.
    /// - Throws: `EventLogError`.
    public func released(
        in window: AccessWindow, by dimension: String = AccessQuery.everyone, and crossed: String? = nil,
        _ question: Question = Question(), everyone known: [AccessCounts]? = nil
    ) async throws -> [AccessRelease.Line] {
        let everyone = if let known { known } else { try await counts(in: window, question) }
        let groups =
            dimension == AccessQuery.everyone ? everyone : try await counts(in: window, by: dimension, question)
        let others = try await crossed.asyncMap { try await counts(in: window, by: $0, question) } ?? []
        let both = try await crossed.asyncMap { try await counts(in: window, by: dimension, and: $0, question) } ?? []
        return everyone.flatMap { whole -> [AccessRelease.Line] in
            func here(_ counts: [AccessCounts]) -> [AccessCounts] { counts.filter { $0.school == whole.school } }
            guard crossed != nil else { return AccessRelease.lines(everyone: whole, groups: here(groups)) }
            return AccessRelease.lines(
                everyone: whole, first: here(groups), second: here(others), crossed: here(both))
        }
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
        switch self {
        case .some(let wrapped): try await transform(wrapped)
        case .none: nil
        }
    }
}
