import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import ReferenceData
import TestSupport

/// A district of a test's own, and the pool to reach it as the product does.
struct CASEDistrict: Sendable {
    let district: District
    let pool: Pool

    func load(_ bytes: [UInt8], dryRun: Bool = false) async throws -> CASEReport {
        try await CASEImport.run(bytes: bytes, into: district, pool: pool, dryRun: dryRun)
    }

    func load(_ sample: CASESample, dryRun: Bool = false) async throws -> CASEReport {
        try await load(sample.bytes, dryRun: dryRun)
    }

    func competencies(_ framework: FrameworkID, version: Int64) async throws -> [Competency] {
        let tenant = district.tenant
        return try await pool.read {
            try FrameworkStore.competencies($0, tenant: tenant, framework: framework, version: version)
        }
    }

    func frameworks() async throws -> [Framework] {
        let tenant = district.tenant
        return try await pool.read { try FrameworkStore.frameworks($0, tenant: tenant) }
    }

    /// How many rows each framework table has, of all districts.
    static func rows(_ database: TestDatabase) async throws -> [Int64] {
        let connection = try await Connection.connect(database.options)
        let rows = try await connection.run { session in
            try session.query(
                """
                select count(*) from ref.framework union all select count(*) from ref.competency
                union all select count(*) from ref.association union all select count(*) from ref.level
                union all select count(*) from ref.default_level
                """
            ).column(as: Int64.self)
        }
        await connection.close()
        return rows
    }

    /// Runs a test with some districts in a database of its own.
    static func with(
        _ names: String..., body: @Sendable (TestDatabase, [CASEDistrict]) async throws -> Void
    ) async throws {
        try await withTestDatabase { database in
            let pool = Pool(database.app, size: 4)
            let store = Store(pool: pool, master: nil)
            var districts: [CASEDistrict] = []
            for name in names {
                districts.append(CASEDistrict(district: try await store.createDistrict(named: name), pool: pool))
            }
            do {
                try await body(database, districts)
                await pool.close()
            } catch {
                await pool.close()
                throw error
            }
        }
    }
}
