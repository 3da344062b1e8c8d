import LearningRecord

/// A term of a school year: autumn or spring, with its weeks of teaching.
struct SchoolTerm {
    /// The sourcedId of the term, and that of its year.
    let id, yearID: String
    let title, yearTitle: String
    /// The calendar year in which the school year ends.
    let endsIn: Int
    /// Its place among all terms, from 0.
    let index: Int
    /// The Monday of each week of teaching.
    let weeks: [Int32]
    let firstDay: CalendarDate
    /// The Friday of the last week.
    let lastDay: CalendarDate

    /// The terms of some school years: autumn from the first Monday of September, spring right behind it.
    static func all(from startYear: Int, years: Int) -> [SchoolTerm] {
        (0..<years).flatMap { offset -> [SchoolTerm] in
            let year = startYear + offset
            guard let september = CalendarDate(year: year, month: 9, day: 1)?.daysSince1970 else { return [] }
            // 1970-01-01 was a Thursday, so day 4 was a Monday.
            let monday = september + (11 - september % 7) % 7
            return [
                SchoolTerm(year: year, index: 2 * offset, isAutumn: true, monday: monday, weeks: 22, off: [16, 17]),
                SchoolTerm(
                    year: year, index: 2 * offset + 1, isAutumn: false, monday: monday + 154, weeks: 20, off: [9]),
            ]
        }
    }

    private init(year: Int, index: Int, isAutumn: Bool, monday: Int32, weeks: Int32, off: Set<Int32>) {
        endsIn = year + 1
        id = "term-\(endsIn)-\(isAutumn ? 1 : 2)"
        yearID = "year-\(endsIn)"
        title = isAutumn ? "Autumn \(year)" : "Spring \(endsIn)"
        let short = endsIn % 100
        yearTitle = "School year \(year)-\(short < 10 ? "0" : "")\(short)"
        self.index = index
        self.weeks = (0..<weeks).filter { !off.contains($0) }.map { monday + 7 * $0 }
        firstDay = CalendarDate(daysSince1970: monday)
        lastDay = CalendarDate(daysSince1970: monday + 7 * weeks - 3)
    }

    /// Whether it is the first of its year.
    var isAutumn: Bool { index.isMultiple(of: 2) }

    /// The day after it, as OneRoster ends a period. Autumn lasts until spring begins, so that nobody is away between.
    var end: CalendarDate { CalendarDate(daysSince1970: lastDay.daysSince1970 + (isAutumn ? 3 : 1)) }
}
