import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// Nothing that people or programs ask orders learners by level, or lends itself to it.
@Suite("Nothing ranks people")
struct NoRankingTests {
    @Test("no view of staff has a level that is not a word, or an order of its own")
    func views() async throws {
        try await SmallDistrict.with { district in
            let (columns, definitions) = try await district.administer { session in
                (
                    try session.query(
                        """
                        select table_name || '.' || column_name || ' ' || data_type from information_schema.columns
                         where table_schema = 'analytics' and column_name like '%level%' order by 1
                        """
                    ).column(as: String.self),
                    try session.query(
                        """
                        select viewname || ': ' || definition from pg_views
                         where schemaname = 'analytics' or schemaname = 'proj'
                        """
                    ).column(as: String.self)
                )
            }
            #expect(columns.count >= 5)
            #expect(columns.allSatisfy { $0.hasSuffix(" text") }, "\(columns)")
            #expect(!definitions.isEmpty)
            for definition in definitions {
                // Ids have an order that means nothing, and of several answers to one offer the newest counts.
                let text = definition.lowercased().replacing(/order by (\w+\.)?id\b/, with: "")
                    .replacing(/order by x\.answered_at desc, x\.place desc/, with: "")
                #expect(!text.contains("order by"), "\(definition)")
                for word in ["rank(", "percent_rank", "ntile(", "cume_dist", "row_number("] {
                    #expect(!text.contains(word), "\(definition)")
                }
            }
        }
    }

    @Test("no statement of the program orders rows of learners by level, or ranks them")
    func statements() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var statements = 0
        for folder in ["Sources", "Schema"] {
            let files = FileManager.default.enumerator(
                at: root.appending(path: folder), includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard ["swift", "sql"].contains(file.pathExtension) else { continue }
                // The highest of one learner's decisions about one competency: what a rebuild is measured beside.
                if file.lastPathComponent == "RebuildStatement.swift" { continue }
                let text = try String(contentsOf: file, encoding: .utf8).lowercased()
                for order in text.matches(of: /order by ([^\n]*)/) {
                    statements += 1
                    let named = order.output.1
                    #expect(!named.contains("level"), "\(file.lastPathComponent): \(named)")
                }
                #expect(
                    !text.contains(/(rank|percent_rank|ntile|cume_dist)\s*\(\s*\)?\s*over/), "\(file.lastPathComponent)"
                )
            }
        }
        #expect(statements > 40)
    }

    @Test("no answer about several learners sorts by a level: what is told of them holds names of levels alone")
    func levels() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let files = try FileManager.default.contentsOfDirectory(
            at: root.appending(path: "Sources/Projections/Sections"), includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            // A place in a continuum cannot be compared where it is not there.
            #expect(!text.contains(/: \[?Level\b/) && !text.contains("ordinal"), "\(file.lastPathComponent)")
        }
    }
}
