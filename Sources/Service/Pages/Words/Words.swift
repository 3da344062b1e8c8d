import Foundation
import LearningRecord
import Markup

/// The texts of the pages in one language.
struct PageWords: Sendable {
    let language: Language
    private let catalogue: Catalogue

    init(_ language: Language, catalogue: Catalogue = .shared) {
        self.language = language
        self.catalogue = catalogue
    }

    /// The text of a key, with texts put in its places. A key that the catalogue lacks shows as itself; a test finds it.
    func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        Self.filled(form(key, count: nil), values)
    }

    /// The text of a key for a number, which also stands at `{count}`.
    func callAsFunction(_ key: String, count: Int, _ values: [String: String] = [:]) -> String {
        Self.filled(form(key, count: count), values.merging(["count": number(count)]) { $1 })
    }

    /// The text of a key with markup put in its places.
    func html(_ key: String, _ values: [String: HTML]) -> HTML {
        var rest = form(key, count: nil)[...]
        var html = HTML()
        while let (before, name, after) = Self.place(in: rest) {
            html = html + HTML(text: String(before))
            html = html + (values[name] ?? HTML(text: "{\(name)}"))
            rest = after
        }
        return html + HTML(text: String(rest))
    }

    /// A day in words: August 27, 2025; 27 de agosto de 2025.
    func day(_ date: CalendarDate) -> String {
        let (year, month, day) = date.components
        return self("date.day", ["day": String(day), "month": self("month.\(month)"), "year": String(year)])
    }

    /// A day in words, marked up for machines.
    func time(_ date: CalendarDate) -> HTML {
        #"<time datetime="\#(date.description)">\#(day(date))</time>"#
    }

    /// The day of a moment, in UTC, marked up for machines.
    func time(_ instant: Instant) -> HTML {
        #"<time datetime="\#(instant.description)">\#(day(instant.date))</time>"#
    }

    /// A moment to the minute, in UTC.
    func moment(_ instant: Instant) -> HTML {
        let clock = String(instant.description.dropFirst(11).prefix(5))
        let text = self("date.moment", ["day": day(instant.date), "time": clock])
        return #"<time datetime="\#(instant.description)">\#(text)</time>"#
    }

    /// A whole number with its thousands apart.
    func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (place, digit) in digits.enumerated() {
            // Spanish sets four digits together (Ortografía de la lengua española, 2010).
            let isApart = place > 0 && (digits.count - place).isMultiple(of: 3)
            if isApart, language == .english || digits.count > 4 { text += language == .english ? "," : "\u{202F}" }
            text.append(digit)
        }
        return value < 0 ? "−" + text : text
    }

    /// Somebody's own words, in the quotation marks of the language.
    func quoted(_ text: String) -> String {
        self("quoted", ["text": text])
    }

    /// Names in a row: a, b and c.
    func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        let key = Self.beginsWithI(last) ? "list.lastBeforeI" : "list.last"
        return self(key, ["before": items.dropLast().joined(separator: ", "), "last": last])
    }

    /// Whether a word begins with the sound of i, by its letters: before it, Spanish says e for y (Isabel, Hilda; not
    /// hielo, where the sound is another).
    private static func beginsWithI(_ text: String) -> Bool {
        let letters = text.drop { !$0.isLetter }.prefix(3).lowercased()
        if letters.hasPrefix("hi") { return letters != "hie" && letters != "hia" }
        return letters.hasPrefix("i") || letters.hasPrefix("í")
    }

    private func form(_ key: String, count: Int?) -> String {
        switch catalogue.entry(key, in: language) {
        case .text(let text): text
        case .plural(let one, let other): count == 1 ? one : other
        case nil: key
        }
    }

    private static func filled(_ text: String, _ values: [String: String]) -> String {
        var rest = text[...]
        var filled = ""
        while let (before, name, after) = place(in: rest) {
            filled += before
            filled += values[name] ?? "{\(name)}"
            rest = after
        }
        return rest.startIndex == text.startIndex ? text : filled + rest
    }

    /// The first place of a text, with what stands before and behind it. By bytes: a page has hundreds of texts, and no
    /// letter has a brace among its bytes.
    private static func place(in text: Substring) -> (before: Substring, name: String, after: Substring)? {
        guard let open = text.utf8.firstIndex(of: UInt8(ascii: "{")),
            let close = text.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
        else { return nil }
        let name = String(text[text.utf8.index(after: open)..<close])
        return (text[..<open], name, text[text.utf8.index(after: close)...])
    }
}
