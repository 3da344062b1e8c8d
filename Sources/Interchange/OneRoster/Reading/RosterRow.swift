import LearningRecord

/// One row of a OneRoster file, read value by value; what is wrong goes to the list of problems, and reading goes on.
struct RosterRow {
    typealias Column = RosterHeader.Column

    /// Bytes of an id, at the most: what an index can hold. The standard allows 255 characters.
    static let longestID = 1_000
    /// Bytes of a name or title, at the most.
    static let longestText = 4_000

    let record: CSVRecord
    let file: String
    let problems: RosterProblems

    /// The line that the row begins on.
    var line: Int32 { Int32(clamping: record.line) }

    /// The text of a column, without spaces at its ends; `nil` when there is none.
    func text(_ column: Column, longest: Int = Self.longestText) -> String? {
        guard let index = column.index, index < record.count, !record.isEmpty(index) else { return nil }
        let text = record[index].trimmingSpaces
        guard text.utf8.count <= longest else {
            problem(column, value: nil, "has more than \(longest) bytes")
            return nil
        }
        return text.isEmpty ? nil : text
    }

    /// An id that another row has.
    func id(_ column: Column) -> String? { text(column, longest: Self.longestID) }

    /// Ids in one field, separated by commas.
    func ids(_ column: Column) -> [String] {
        guard let text = text(column, longest: 100 * Self.longestID) else { return [] }
        return text.split(separator: ",").map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
    }

    /// A text that must be there; empty, with a problem noted, when it is not.
    func required(_ column: Column, longest: Int = Self.longestText) -> String {
        if let text = text(column, longest: longest) { return text }
        problem(column, value: nil, "must not be empty")
        return ""
    }

    /// An id that must be there.
    func requiredID(_ column: Column) -> String { required(column, longest: Self.longestID) }

    /// A date, written `YYYY-MM-DD`; a time behind it is left off.
    func date(_ column: Column) -> CalendarDate? {
        guard let text = text(column) else { return nil }
        if let date = CalendarDate(text) { return date }
        if let day = text.split(separator: "T", maxSplits: 1).first, day.count < text.count,
            let date = CalendarDate(String(day))
        {
            return date
        }
        problem(column, value: text, "is no date; write it like 2026-09-01")
        return nil
    }

    /// A date and time of RFC 3339, or a date; `nil` for anything else, since what depends on it is little.
    func moment(_ column: Column) -> Instant? {
        guard let text = text(column) else { return nil }
        return Instant(text) ?? Instant(text + "Z") ?? CalendarDate(text).map { Instant(startOf: $0) }
    }

    /// A date that must be there.
    func requiredDate(_ column: Column) -> CalendarDate? {
        if text(column) == nil { problem(column, value: nil, "must not be empty") }
        return date(column)
    }

    /// The last day, from an end date, which the standard excludes from the period (OneRoster 1.2, 5.1 and 5.12). An
    /// end on the first day is that day.
    func lastDay(_ column: Column, from first: CalendarDate?) -> CalendarDate? {
        guard let end = date(column) else { return nil }
        let last = CalendarDate(daysSince1970: end.daysSince1970 - 1)
        guard let first else { return last }
        guard end >= first else {
            problem(column, value: end.description, "lies before the first day, \(first)")
            return first
        }
        return max(first, last)
    }

    /// A truth value: true or false; `nil` when the field is empty.
    func bool(_ column: Column) -> Bool? {
        guard let text = text(column) else { return nil }
        switch text.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default:
            problem(column, value: text, "must be true or false")
            return nil
        }
    }

    /// A whole number.
    func integer(_ column: Column) -> Int32? {
        guard let text = text(column) else { return nil }
        if let number = Int32(text) { return number }
        problem(column, value: text, "must be a whole number")
        return nil
    }

    /// One of some words, compared without case. Words that begin with `ext:` are vendors' own and are taken too.
    func choice(_ column: Column, of words: [String: String]) -> String? {
        guard let text = text(column) else { return nil }
        let word = text.lowercased()
        if let known = words[word] { return known }
        if word.hasPrefix("ext:") { return word }
        problem(column, value: text, "must be one of \(Set(words.values).sorted().joined(separator: ", "))")
        return nil
    }

    /// Whether the row stands, by its status: empty and `active` do; `tobedeleted`, and `inactive` of 1.0, do not.
    func isActive(_ column: Column) -> Bool {
        guard let text = text(column) else { return true }
        switch text.lowercased() {
        case "active": return true
        case "tobedeleted", "inactive": return false
        default:
            problem(column, value: text, "must be active or tobedeleted, or empty")
            return true
        }
    }

    /// Notes a problem with a value of this row.
    func problem(_ column: Column, value: String?, _ message: String) {
        problems.add(file: file, line: record.line, column: column.name, value: value, message)
    }
}
