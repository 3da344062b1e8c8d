import LearningRecord

/// One value of a table.
enum Cell: Sendable, Equatable {
    case text(String)
    case number(Int64)
    case flag(Bool)
    /// A moment: for people to the second.
    case moment(Instant)
    /// There is no value.
    case none
    /// There is a value that must not be shown.
    case withheld

    /// A value that may be absent.
    static func optional(_ value: (some CustomStringConvertible)?) -> Cell {
        value.map { .text($0.description) } ?? .none
    }

    /// A moment that may be absent.
    static func optional(_ value: Instant?) -> Cell { value.map { .moment($0) } ?? .none }

    /// A whole number that may be absent.
    static func optional(_ value: Int64?) -> Cell { value.map { .number($0) } ?? .none }

    /// For people.
    var forPeople: String {
        switch self {
        case .text(let text): TextWidth.harmless(text)
        case .number(let number): Cell.grouped(number)
        case .flag(let flag): flag ? "yes" : "no"
        case .moment(let moment): Cell.shown(moment)
        case .none: "–"
        case .withheld: "*"
        }
    }

    /// For CSV.
    var forCSV: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .moment(let moment): moment.description
        case .none, .withheld: ""
        }
    }

    /// For JSON.
    var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .number(String(number))
        case .flag(let flag): .bool(flag)
        case .moment(let moment): .string(moment.description)
        case .none, .withheld: .null
        }
    }

    /// 2025-11-21 22:10:35 UTC.
    static func shown(_ moment: Instant) -> String {
        let text = moment.description
        return text.prefix(10) + " " + text.dropFirst(11).prefix(8) + " UTC"
    }

    /// 1234567 → 1,234,567.
    static func grouped(_ number: some BinaryInteger) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }
}

extension Cell: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .text(value) }
}
