/// Small cells of a table are hidden, and others with them, until none of the small ones can be worked out from what is
/// shown: not by subtraction, and not more closely than to a range as wide as the threshold (NCES 2011-603 and Fellegi
/// 1972 on why hiding the small ones alone is not enough).
struct Suppression {
    /// A number of the table.
    struct Cell {
        let value: Int64
        /// The most that it can be, where readers know: the number of which it is a part.
        var ceiling: Int64?
        /// Whether it would tell of few people: itself, or what is left of its whole.
        var isSmall: Bool
        var isHidden: Bool
        /// Whether it may still be hidden here; others were decided before.
        var isOpen: Bool

        /// - Parameter whole: the number of which it is a part.
        init(_ value: Int64, of whole: Int64? = nil, threshold: Int64, isOpen: Bool = true) {
            self.value = value
            ceiling = whole
            let few = 1..<threshold
            isSmall = few.contains(value) || whole.map { few.contains($0 - value) } ?? false
            isHidden = isOpen && isSmall
            self.isOpen = isOpen
        }
    }

    /// Numbers that add up to another one, as readers know.
    struct Sum {
        let parts: [Int]
        let total: Int
    }

    private(set) var cells: [Cell]
    private let sums: [Sum]
    private let threshold: Int64

    init(_ cells: [Cell], sums: [Sum], threshold: Int64) {
        self.cells = cells
        self.sums = sums
        self.threshold = threshold
    }

    /// Hides what must be hidden. Answers whether that was enough: if not, the open cells must not be shown at all, nor
    /// anything that says more about them.
    mutating func protect() -> Bool {
        while let exposed = firstExposed() {
            guard let next = nextToHide(near: exposed) else { return false }
            cells[next].isHidden = true
        }
        return true
    }

    /// A small cell that what is shown pins down.
    private func firstExposed() -> Int? {
        let hidden = cells.indices.filter { cells[$0].isHidden }
        // Those decided before too: what is shown now must not give them away.
        let small = hidden.filter { cells[$0].isSmall }
        if small.isEmpty { return nil }
        let places = Dictionary(uniqueKeysWithValues: hidden.enumerated().map { ($0.element, $0.offset) })
        var equations: [(terms: [(index: Int, sign: Double)], sum: Double)] = []
        for sum in sums {
            var terms = sum.parts.compactMap { part in places[part].map { (index: $0, sign: 1.0) } }
            if let total = places[sum.total] { terms.append((total, -1)) }
            if terms.isEmpty { continue }
            // What the parts come to beyond the total (people in two groups) is taken for known.
            equations.append(
                (terms, terms.reduce(0) { $0 + $1.sign * Double(cells[hidden[$1.index]].value) }))
        }
        let range = FeasibleRange(ceilings: hidden.map { cells[$0].ceiling.map(Double.init) }, equations: equations)
        return small.first { index in
            guard let place = places[index] else { return false }
            let (least, most) = range.range(of: place)
            return most.map { $0 - least < Double(threshold) - 0.5 } ?? false
        }
    }

    /// The smallest open cell that is shown and stands in a sum with `exposed`, else in one with any hidden cell.
    private func nextToHide(near exposed: Int) -> Int? {
        let near = sums.filter { $0.parts.contains(exposed) || $0.total == exposed }
        let linked = sums.filter { sum in (sum.parts + [sum.total]).contains { cells[$0].isHidden } }
        for candidates in [near, linked] {
            let shown = Set(candidates.flatMap { $0.parts + [$0.total] })
                .filter { cells[$0].isOpen && !cells[$0].isHidden }
            // One in which there is nobody hides nothing.
            let best = shown.min { left, right in
                (cells[left].value == 0 ? 1 : 0, cells[left].value, left)
                    < (cells[right].value == 0 ? 1 : 0, cells[right].value, right)
            }
            if let best { return best }
        }
        return nil
    }
}
