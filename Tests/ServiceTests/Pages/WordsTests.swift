import Foundation
import LearningRecord
import Markup
import Testing

@testable import Service

@Suite struct WordsTests {
    /// The texts that the source names, with the file that does.
    private static func named() throws -> [(key: String, file: String)] {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Service")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        var found: [(key: String, file: String)] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: #/words(?:\.html)?\(\s*"(?<key>[A-Za-z][A-Za-z0-9.-]*)"/#) {
                found.append((String(match.output.key), file.lastPathComponent))
            }
        }
        return found
    }

    @Test func `every text that a page names is in the catalogue`() throws {
        let named = try Self.named()
        #expect(named.count > 300)
        let keys = Catalogue.shared.keys
        #expect(named.filter { !keys.contains($0.key) }.map { "\($0.file): \($0.key)" }.sorted() == [])
    }

    @Test func `both languages have the same places, and nothing empty`() throws {
        func places(_ text: String) -> Set<String> {
            Set(text.matches(of: #/\{[a-zA-Z]+\}/#).map { String($0.output) })
        }
        var wrong: [String] = []
        for key in Catalogue.shared.keys.sorted() {
            func forms(_ language: Language) -> [String] {
                switch Catalogue.shared.entry(key, in: language) {
                case .text(let text): [text]
                case .plural(let one, let other): [one, other]
                case nil: []
                }
            }
            let (english, spanish) = (forms(.english), forms(.spanish))
            if english.isEmpty || (english + spanish).contains(where: \.isEmpty) { wrong.append("\(key): empty") }
            // A text for one may leave the number out.
            if places(english.last ?? "") != places(spanish.last ?? "") { wrong.append("\(key): places") }
        }
        #expect(wrong == [])
    }

    @Test func `what is put in is escaped, and numbers and days are written as the language writes them`() {
        let english = PageWords(.english)
        let spanish = PageWords(.spanish)
        #expect(english.html("list.last", ["before": "a", "last": .init(text: "<b>")]).markup == "a and &lt;b&gt;")
        #expect(english.number(1_234_567) == "1,234,567")
        #expect(spanish.number(1_234) == "1234")
        #expect(spanish.number(12_345) == "12\u{202F}345")
        #expect(english.list(["a", "b", "c"]) == "a, b and c")
        #expect(spanish.list(["a", "b"]) == "a y b")
        #expect(spanish.list(["Ana", "Isabel"]) == "Ana e Isabel")
        #expect(spanish.list(["«Aire»", "«Hilos»"]) == "«Aire» e «Hilos»")
        #expect(spanish.list(["agua", "hielo"]) == "agua y hielo")
        #expect(english.list(["Ana", "Isabel"]) == "Ana and Isabel")
        let day = CalendarDate(year: 2026, month: 8, day: 7)
        #expect(day.map { english.day($0) } == "August 7, 2026")
        #expect(day.map { spanish.day($0) } == "7 de agosto de 2026")
    }
}
