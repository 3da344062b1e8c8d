import LearningRecord
import TestSupport
import Testing

@testable import waymark

@Suite("Output")
struct OutputTests {
    @Test(
        "The width of a text counts what a terminal shows",
        arguments: [
            ("Ada", 3), ("東京", 4), ("e\u{301}", 1), ("한국", 4), ("👩‍🏫", 2), ("🇺🇸", 2), ("ﬁ", 1), ("", 0), ("ｆ", 2),
        ])
    func width(text: String, columns: Int) {
        #expect(TextWidth.columns(text) == columns)
    }

    @Test("A name cannot steer the terminal")
    func harmless() {
        let text = TextWidth.harmless("Ada\u{1B}[2J\r\n\u{202E}x\u{9B}y")
        #expect(text == "Ada [2J   x y")
    }

    @Test("Wrapped text loses nothing and no line is too wide")
    func wrapping() {
        let seed: UInt64 = 20_251_121
        var random = SeededGenerator(seed: seed)
        let letters = Array("ab東é ")
        for _ in 0..<500 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
            let width = Int.random(in: 2...20, using: &random)
            let lines = TextWrap.lines(text, width: width)
            #expect(lines.allSatisfy { TextWidth.columns($0) <= width }, "seed \(seed)")
            let letters = lines.joined().filter { $0 != " " }
            #expect(letters == text.filter { $0 != " " }, "seed \(seed)")
        }
    }

    @Test("A table stays within its width, and its columns are aligned")
    func table() {
        let table = Table(
            [.text("Name", "name"), .number("Events", "events"), .text("What", "what"), .machine("id")],
            rows: [
                ["東京", .number(1_234_567), .text(String(repeating: "word ", count: 40)), "x"],
                ["Ada", .none, .flag(true), "y"],
            ])
        let lines = table.text(width: 60).split(separator: "\n")
        #expect(lines.allSatisfy { TextWidth.columns($0) <= 60 })
        #expect(lines[0].contains("Name") && !lines[0].contains("id"))
        #expect(lines.contains { $0.contains("1,234,567") })
        let places = lines.filter { $0.contains("1,234,567") || $0.contains("yes") }.map { line in
            TextWidth.columns(line.prefix { $0 != "w" && $0 != "y" })
        }
        #expect(Set(places).count == 1)
    }

    @Test("The same table as CSV and JSON has every value as it is")
    func machines() throws {
        let table = Table(
            [.text("Name", "name"), .number("Events", "events"), .text("Flag", "flag"), .machine("id")],
            rows: [["a \"b\", c\nd", .number(1_000), .flag(false), .none]])
        #expect(table.csv == "name,events,flag,id\r\n\"a \"\"b\"\", c\nd\",1000,false,\r\n")
        #expect(
            JSONWriter.text(table.json) == #"[{"name":"a \"b\", c\nd","events":1000,"flag":false,"id":null}]"#)
    }
}
