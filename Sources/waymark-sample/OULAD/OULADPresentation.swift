import LearningRecord

/// A presentation of modules, such as 2013J: a year and the month in which it begins, B for February and J for October
/// (Kuzilek, Hlosta, Zdrahal 2017, "Open University Learning Analytics dataset", table courses).
struct OULADPresentation: Hashable {
    let code: String
    /// The first day: the data count their days from it.
    let start: CalendarDate

    /// Reads a code; `nil` for anything else.
    init?(code: String) {
        let month: Int
        switch code.last {
        case "B": month = 2
        case "J": month = 10
        default: return nil
        }
        guard code.utf8.count == 5, let year = Int(code.dropLast()),
            let start = CalendarDate(year: year, month: month, day: 1)
        else { return nil }
        self.code = code
        self.start = start
    }

    /// The day that many days after the first.
    func day(_ number: Int) -> CalendarDate {
        CalendarDate(daysSince1970: start.daysSince1970 + Int32(clamping: number))
    }
}
