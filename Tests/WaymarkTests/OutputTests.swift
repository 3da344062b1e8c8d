import Foundation
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

    @Test("a device is written to and stays what it is; a file is there whole or not at all")
    func outputFile() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "output-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Through a link of the test's own: if the guard fails, the link is replaced and the device lives on.
        let link = folder.appending(path: "null").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/null")
        try OutputFile.write([1, 2, 3], to: link)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/dev/null")
        let path = folder.appending(path: "page.html").path
        do {
            let file = try OutputFile(path: path)
            try file.write([1])
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        try OutputFile.write([1, 2, 3], to: path)
        #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
        #expect(throws: Failure.self) { try OutputFile.write([1], to: folder.path) }
    }
}
