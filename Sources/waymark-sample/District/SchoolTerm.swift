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
    /// The Friday of the last week with events.
    let lastDay: CalendarDate
    /// Weeks that follow, in which nothing has happened yet.
    private let goesOn: Int32

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

    /// The same terms, moved so that the week of a day is the last with events. The last term goes on after it: what is
    /// made today is looked at for some weeks.
    static func all(years: Int, endingOn day: CalendarDate) -> [SchoolTerm] {
        let end = day.daysSince1970 - (day.daysSince1970 + 3) % 7
        return (0..<years).flatMap { offset -> [SchoolTerm] in
            let monday = end - 7 * (364 / 7 * Int32(years - 1 - offset) + 41)
            // The year is called after the one in which it ends.
            let year = CalendarDate(daysSince1970: monday + 7 * 41).components.year - 1
            let isLast = offset == years - 1
            return [
                SchoolTerm(
                    year: year, index: 2 * offset, isAutumn: true, monday: monday, weeks: 22, off: [16, 17],
                    title: "Term 1, \(year + 1)"),
                SchoolTerm(
                    year: year, index: 2 * offset + 1, isAutumn: false, monday: monday + 154, weeks: 20, off: [9],
                    title: "Term 2, \(year + 1)", goesOn: isLast ? 10 : 0),
            ]
        }
    }

    /// - Parameters:
    ///   - title: what it is called, where not after its season.
    ///   - goesOn: weeks after the last with events.
    private init(
        year: Int, index: Int, isAutumn: Bool, monday: Int32, weeks: Int32, off: Set<Int32>,
        title: String? = nil, goesOn: Int32 = 0
    ) {
        endsIn = year + 1
        id = "term-\(endsIn)-\(isAutumn ? 1 : 2)"
        yearID = "year-\(endsIn)"
        let short = endsIn % 100
        yearTitle =
            title == nil ? "School year \(year)-\(short < 10 ? "0" : "")\(short)" : "School year \(endsIn)"
        self.title = title ?? (isAutumn ? "Autumn \(year)" : "Spring \(endsIn)")
        self.index = index
        self.weeks = (0..<weeks).filter { !off.contains($0) }.map { monday + 7 * $0 }
        firstDay = CalendarDate(daysSince1970: monday)
        lastDay = CalendarDate(daysSince1970: monday + 7 * weeks - 3)
        self.goesOn = goesOn
    }

    /// Whether it is the first of its year.
    var isAutumn: Bool { index.isMultiple(of: 2) }

    /// The day after it, as OneRoster ends a period. Autumn lasts until spring begins, so that nobody is away between.
    var end: CalendarDate { CalendarDate(daysSince1970: lastDay.daysSince1970 + 7 * goesOn + (isAutumn ? 3 : 1)) }
}
