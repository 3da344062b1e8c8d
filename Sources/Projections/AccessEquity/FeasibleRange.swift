/// What a reader of a table with hidden cells can work out about one of them: the smallest and the largest value that
/// agrees with everything shown. A linear programme, solved by the simplex method with Bland's rule, which never runs in
/// a circle (Bland 1977, Mathematics of Operations Research 2:103). Tables are small: the tableau is dense.
struct FeasibleRange {
    /// Rows of coefficients, the right side last.
    private var tableau: [[Double]] = []
    private var basis: [Int] = []
    /// The unknowns, and what is left of the limited ones.
    private let variables: Int
    private let tolerance = 1e-7

    /// - Parameters:
    ///   - ceilings: of each unknown, the most that it can be, if that is known. None is negative.
    ///   - equations: each some unknowns with their signs, and what they add up to.
    init(ceilings: [Double?], equations: [(terms: [(index: Int, sign: Double)], sum: Double)]) {
        let limited = ceilings.enumerated().compactMap { $0.element == nil ? nil : $0.offset }
        let rows = equations.count + limited.count
        variables = ceilings.count + limited.count
        let width = variables + rows + 1
        for (place, equation) in equations.enumerated() {
            var row = [Double](repeating: 0, count: width)
            for term in equation.terms { row[term.index] += term.sign }
            row[width - 1] = equation.sum
            add(row, place)
        }
        for (place, index) in limited.enumerated() {
            var row = [Double](repeating: 0, count: width)
            row[index] = 1
            row[ceilings.count + place] = 1
            row[width - 1] = ceilings[index] ?? 0
            add(row, equations.count + place)
        }
        settle()
    }

    /// Each row begins with an unknown of its own, which must become nothing.
    private mutating func add(_ row: [Double], _ place: Int) {
        var row = row
        if row[row.count - 1] < 0 { for index in row.indices { row[index] = -row[index] } }
        row[variables + place] = 1
        tableau.append(row)
        basis.append(variables + place)
    }

    /// The range of an unknown; no upper end where nothing shown limits it.
    func range(of index: Int) -> (least: Double, most: Double?) {
        var (low, high) = (self, self)
        let least = low.minimum { $0 == index ? 1 : 0 } ?? 0
        let most = high.minimum { $0 == index ? -1 : 0 }.map { -$0 }
        return (least, most)
    }

    /// Finds a solution to begin with: the true table is one, so there is one.
    private mutating func settle() {
        let first = variables
        _ = minimum(among: variables + tableau.count) { $0 >= first ? 1 : 0 }
        // What is still in the basis is nothing; it leaves where anything can take its place.
        for row in tableau.indices where basis[row] >= variables {
            if let column = (0..<variables).first(where: { abs(tableau[row][$0]) > tolerance }) { pivot(row, column) }
        }
    }

    /// The least that a sum of unknowns can be; `nil` where it has no end.
    private mutating func minimum(among limit: Int? = nil, _ cost: (Int) -> Double) -> Double? {
        let columns = limit ?? variables
        while true {
            let costs = basis.map(cost)
            func reduced(_ column: Int) -> Double {
                var value = cost(column)
                for row in tableau.indices where costs[row] != 0 { value -= costs[row] * tableau[row][column] }
                return value
            }
            guard let column = (0..<columns).first(where: { reduced($0) < -tolerance }) else {
                return tableau.indices.reduce(0) { $0 + costs[$1] * (tableau[$1].last ?? 0) }
            }
            var leaving: (row: Int, ratio: Double)?
            for row in tableau.indices where tableau[row][column] > tolerance {
                let ratio = (tableau[row].last ?? 0) / tableau[row][column]
                if let known = leaving {
                    let isLess = ratio < known.ratio - tolerance
                    if !isLess, ratio > known.ratio + tolerance || basis[row] > basis[known.row] { continue }
                }
                leaving = (row, ratio)
            }
            guard let leaving else { return nil }
            pivot(leaving.row, column)
        }
    }

    private mutating func pivot(_ row: Int, _ column: Int) {
        let factor = tableau[row][column]
        for index in tableau[row].indices { tableau[row][index] /= factor }
        let pivotal = tableau[row]
        for other in tableau.indices where other != row && tableau[other][column] != 0 {
            let factor = tableau[other][column]
            for index in pivotal.indices { tableau[other][index] -= factor * pivotal[index] }
        }
        basis[row] = column
    }
}
