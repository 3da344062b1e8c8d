import Foundation
import TestSupport
import Testing

@testable import Service

@Suite("gzip")
struct GzipTests {
    @Test("what is compressed is what comes out again", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 0...200_000, using: &random)
        // From noise, which cannot be made smaller, to a single value.
        let spread = UInt8.random(in: 0...255, using: &random)
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...spread, using: &random) }
        let level = Int32.random(in: 1...9, using: &random)
        let compressed = try Gzip.compress(bytes, level: level)
        #expect(inflated(compressed, atMost: count) == bytes)
        #expect(try Gzip.compress(bytes, level: level) == compressed)
        if spread < 16, count > 1000 { #expect(compressed.count < count * 3 / 4) }
    }

    @Test("nothing compresses to a whole member, without time or name")
    func empty() throws {
        let compressed = try Gzip.compress([])
        // RFC 1952, section 2.3.1: magic, deflate, no flags, no time.
        #expect(Array(compressed.prefix(8)) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
        #expect(inflated(compressed, atMost: 0) == [])
        #expect(inflated(Array(compressed.dropLast()), atMost: 0) == nil)
    }

    @Test("the program gzip reads it")
    func program() throws {
        let text = String(repeating: "demonstrated, not yet, unjudged. ", count: 2000)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("waymark-\(UUID().uuidString).gz")
        defer { try? FileManager.default.removeItem(at: file) }
        let compressed = try Gzip.compress(Array(text.utf8))
        #expect(compressed.count < 1000)
        try Data(compressed).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-dc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(output == Data(text.utf8))
    }
}
