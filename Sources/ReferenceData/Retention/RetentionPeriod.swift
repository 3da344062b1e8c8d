public import LearningRecord

/// How long something is kept: ISO 8601, 5.5.2.2, of one unit: `P5Y`, `P18M`, `P90D`; or `forever`.
public enum RetentionPeriod: Hashable, Sendable, CustomStringConvertible {
    case months(Int)
    case days(Int)
    case forever

    private static let mostYears = 200

    /// Reads the text form; `nil` for anything else.
    public init?(_ text: String) {
        if text == "forever" {
            self = .forever
            return
        }
        guard text.first == "P", let unit = text.last, let number = Int(text.dropFirst().dropLast()), number >= 0,
            text.dropFirst().dropLast().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        switch unit {
        case "Y" where number <= Self.mostYears: self = .months(number * 12)
        case "M" where number <= Self.mostYears * 12: self = .months(number)
        case "D" where number <= Self.mostYears * 366: self = .days(number)
        default: return nil
        }
    }

    /// As a schedule writes it: an ISO 8601 duration of one unit, or "forever".
    public var description: String {
        switch self {
        case .months(let number) where number % 12 == 0 && number > 0: "P\(number / 12)Y"
        case .months(let number): "P\(number)M"
        case .days(let number): "P\(number)D"
        case .forever: "forever"
        }
    }

    /// In words: 5 years, 18 months, 90 days, for ever.
    public var inWords: String {
        func count(_ number: Int, _ unit: String) -> String { "\(number) \(unit)\(number == 1 ? "" : "s")" }
        return switch self {
        case .months(let number) where number % 12 == 0 && number > 0: count(number / 12, "year")
        case .months(let number): count(number, "month")
        case .days(let number): count(number, "day")
        case .forever: "for ever"
        }
    }

    /// The last day on which something is kept whose time is counted from `day`; `nil` for ever. Where a month is too
    /// short for the day of the month, its last day.
    public func end(from day: CalendarDate) -> CalendarDate? {
        switch self {
        case .forever: return nil
        case .days(let number): return CalendarDate(daysSince1970: day.daysSince1970 + Int32(number))
        case .months(let number):
            let parts = day.components
            let month = parts.year * 12 + parts.month - 1 + number
            for dayOfMonth in stride(from: parts.day, to: 27, by: -1) {
                if let end = CalendarDate(year: month / 12, month: month % 12 + 1, day: dayOfMonth) { return end }
            }
            return CalendarDate(year: month / 12, month: month % 12 + 1, day: min(parts.day, 28))
        }
    }

    /// Whether something counted from `day` may no longer be kept on `today`.
    public func isOver(from day: CalendarDate, on today: CalendarDate) -> Bool {
        end(from: day).map { $0 < today } ?? false
    }

    /// Whether this is at most as long as another, from whatever day.
    func isWithin(_ other: RetentionPeriod) -> Bool {
        switch (self, other) {
        case (_, .forever): true
        case (.forever, _): false
        // A month has 28 to 31 days: the longest of the one against the shortest of the other.
        case (.months(let own), .months(let others)): own <= others
        case (.days(let own), .days(let others)): own <= others
        case (.months(let own), .days(let others)): own * 31 <= others
        case (.days(let own), .months(let others)): own <= others * 28
        }
    }
}
