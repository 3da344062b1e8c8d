import EventLog
import Foundation
import LearningRecord
import LibPQ
import ReferenceData
import TestSupport
import Testing

@Suite("Frameworks kept by version")
struct FrameworkStoreTests {
    private let framework = FrameworkID(UUID())
    private let near = CompetencyID(UUID())
    private let far = CompetencyID(UUID())

    @Test("A package that is loaded is the package that was saved, and its graph is whole")
    func whole() async throws {
        let package = package(digest: 1, [near, far], [(near, .precedes, far), (far, .isChildOf, near)])
        try await withDistrict { pool, tenant in
            let change = try await pool.transaction { try FrameworkStore.save($0, tenant: tenant, package) }
            #expect(change.version == 1 && change.added == [near, far] && change.previous == nil)
            try await pool.read { session in
                let loaded = try #require(
                    try FrameworkStore.package(session, tenant: tenant, framework: framework))
                #expect(loaded.competencies.map(\.document) == package.competencies.map(\.document))
                #expect(loaded.associations == package.associations)
                #expect(loaded.criteria == package.criteria)
                #expect(loaded.digest == package.digest && loaded.document == package.document)
                #expect(loaded.rubrics == "[]" && loaded.definitions == nil && loaded.extensions == nil)
                let graph = try FrameworkStore.graph(session, tenant: tenant, framework: framework, version: 1)
                #expect(graph.successors(of: near) == [far])
                #expect(graph[far]?.parent == near && graph.area(of: far) == near)
                #expect(
                    try FrameworkStore.graph(session, tenant: tenant, framework: framework, version: 2).competencies
                        .isEmpty)
            }
        }
    }

    @Test("The same digest makes no new version; another one does, and links the old")
    func versions() async throws {
        let next = CompetencyID(UUID())
        let first = package(digest: 1, [near, far], [(far, .replacedBy, next)])
        let second = package(digest: 2, [near, next], [])
        try await withDistrict { pool, tenant in
            let changes = try await pool.transaction { session in
                try [first, first, second].map { try FrameworkStore.save(session, tenant: tenant, $0) }
            }
            #expect(changes.map(\.isUnchanged) == [false, true, false])
            #expect(changes.map(\.version) == [1, 1, 2])
            // What the old version itself said of a replacement holds when the new one does not say it again.
            #expect(changes[2].removed.map(\.competency) == [far])
            #expect(changes[2].removed.map(\.replacement) == [next])
            try await pool.read { session in
                let old = try FrameworkStore.competencies(session, tenant: tenant, framework: framework, version: 1)
                #expect(old.map(\.replacedBy) == [near, next])
                #expect(try FrameworkStore.framework(session, tenant: tenant, holding: next)?.version == 2)
                #expect(try FrameworkStore.framework(session, tenant: tenant, holding: far) == nil)
                #expect(
                    try FrameworkStore.framework(session, tenant: tenant, id: framework, version: 1)?.version == 1)
                #expect(try FrameworkStore.frameworks(session, tenant: tenant).map(\.version) == [2])
            }
        }
    }

    @Test("The district's own names of levels stand, once it has set them")
    func districtLevels() async throws {
        try await withDistrict { pool, tenant in
            try await pool.transaction { session in
                #expect(try FrameworkStore.defaultLevels(session, tenant: tenant) == .default)
                try FrameworkStore.seedDefaultLevels(session, tenant: tenant)
                try FrameworkStore.seedDefaultLevels(session, tenant: tenant)
                #expect(try FrameworkStore.defaultLevels(session, tenant: tenant) == .default)
                _ = try session.execute(
                    "update ref.default_level set name = 'sprout' where tenant = \(tenant) and ordinal = 1")
                try FrameworkStore.seedDefaultLevels(session, tenant: tenant)
                #expect(try FrameworkStore.defaultLevels(session, tenant: tenant).levels.first?.name == "sprout")
            }
        }
    }

    @Test("Rows of one district cannot be written into another's")
    func fenced() async throws {
        let package = package(digest: 1, [near], [])
        try await withDistrict { pool, tenant in
            await #expect(throws: PostgresError.self) {
                try await pool.transaction { session in
                    session.set("waymark.tenant", to: String(tenant + 1))
                    _ = try session.execute(
                        """
                        insert into ref.default_level (tenant, ordinal, name, description)
                        values (\(tenant), 1, 'a', 'b')
                        """)
                }
            }
            _ = try await pool.transaction { try FrameworkStore.save($0, tenant: tenant, package) }
            let seen = try await pool.read { try FrameworkStore.frameworks($0, tenant: tenant + 1) }
            #expect(seen.isEmpty)
        }
    }

    private func withDistrict(_ body: (Pool, Int32) async throws -> Void) async throws {
        try await withTestDatabase { database in
            let pool = Pool(database.app, size: 2)
            let district = try await Store(pool: pool, master: nil).createDistrict(named: "Alder")
            do {
                try await body(pool, district.tenant)
                await pool.close()
            } catch {
                await pool.close()
                throw error
            }
        }
    }

    private func package(
        digest: UInt8, _ competencies: [CompetencyID], _ related: [(CompetencyID, AssociationKind, CompetencyID)]
    ) -> FrameworkPackage {
        let levels = LevelScale(
            [1, 2].compactMap { place in
                Level(place).map {
                    NamedLevel(level: $0, name: "level \(place)", description: place == 1 ? "low" : nil)
                }
            })
        return FrameworkPackage(
            id: framework, title: "A framework", publisher: nil, source: "https://example.org", adoptionStatus: nil,
            caseVersion: "1.1", digest: Array(repeating: digest, count: 32), document: "{}", definitions: nil,
            rubrics: "[]", extensions: nil,
            competencies: competencies.map {
                .init(Competency(id: $0, code: "C", statement: "Can"), document: "{\"id\":\"\($0)\"}")
            },
            associations: related.map { origin, kind, destination in
                let association = Association(
                    id: UUID(), kind: kind, origin: origin.description, destination: destination.description,
                    originIsOutside: false, destinationIsOutside: !competencies.contains(destination), sequence: 7)
                return .init(association, document: "{}")
            },
            criteria: [
                .init(id: CriterionID(UUID()), competency: nil, scale: levels),
                .init(id: CriterionID(UUID()), competency: competencies.first, scale: levels),
            ])
    }
}
