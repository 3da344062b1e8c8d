import Foundation
import Testing

/// What the documentation points to.
@Suite("The documentation")
struct DocumentationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("Every link to a file of the repository leads to one")
    func links() throws {
        var dangling: [String] = []
        let pages = try Self.pages()
        for page in pages {
            for match in try String(contentsOf: page, encoding: .utf8).matches(of: #/\]\(([^)\s#]+)[^)\s]*\)/#) {
                let target = String(match.1)
                if target.contains(":") { continue }
                let file = page.deletingLastPathComponent().appending(path: target)
                if !FileManager.default.fileExists(atPath: file.path) {
                    dangling.append("\(page.lastPathComponent): \(target)")
                }
            }
        }
        #expect(pages.count > 20)
        #expect(dangling == [])
    }

    private static func pages() throws -> [URL] {
        let docs = root.appending(path: "Docs")
        let names = try FileManager.default.subpathsOfDirectory(atPath: docs.path).filter { $0.hasSuffix(".md") }
        return [root.appending(path: "README.md")] + names.map { docs.appending(path: $0) }
    }
}
