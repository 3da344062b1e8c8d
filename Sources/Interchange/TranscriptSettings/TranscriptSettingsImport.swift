public import EventLog
import LearningRecord
public import LibPQ
import ReferenceData

/// Brings in what a district says around its transcripts (`Docs/formats/transcript-settings.md`).
public enum TranscriptSettingsImport {
    /// What came of an import.
    public struct Report: Hashable, Sendable {
        /// The version that holds now.
        public let version: Int32
        /// Whether it is a new one.
        public let isNew: Bool
        /// How many areas it has.
        public let areas: Int
        /// How many schools say something of themselves.
        public let schools: Int
    }

    /// Reads settings and makes them the newest version, unless they are already. All of it or nothing.
    /// - Parameter dryRun: only say what would come of it.
    /// - Throws: ``TranscriptSettingsError`` with every place that is wrong; `PostgresError`.
    public static func run(
        bytes: [UInt8], into district: District, pool: Pool, dryRun: Bool = false
    ) async throws -> Report {
        let tenant = district.tenant
        return try await pool.transaction { session in
            session.set("waymark.tenant", to: String(tenant))
            let settings = try TranscriptSettingsDecoder.decode(bytes, names: try names(session, tenant: tenant))
            if dryRun { try session.execute("savepoint before") }
            let saved = try TranscriptSettingsStore.save(session, tenant: tenant, settings)
            if dryRun { try session.execute("rollback to savepoint before") }
            return Report(
                version: saved.version, isNew: saved.isNew, areas: settings.areas.count,
                schools: settings.profiles.count)
        }
    }

    /// What a file may name: items by code, in the newest versions of the frameworks, and schools by name or source id.
    private static func names(_ session: Session, tenant: Int32) throws -> TranscriptSettingsDecoder.Names {
        var names = TranscriptSettingsDecoder.Names()
        for row in try session.query(
            """
            select c.competency, c.human_code from ref.competency c
             where c.tenant = \(tenant) and c.version = (
                   select max(f.version) from ref.framework f where f.tenant = c.tenant and f.framework = c.framework)
            """)
        {
            let item = try row[0, as: CompetencyID.self]
            names.items.insert(item)
            if let code = try row[1, as: String?.self] { names.codes[code, default: []].insert(item) }
        }
        for row in try session.query("select school, source_id, name from ref.school where tenant = \(tenant)") {
            let school = try row[0, as: SchoolID.self]
            names.schools["roster:" + (try row[1, as: String.self]), default: []].insert(school)
            names.schools[try row[2, as: String.self], default: []].insert(school)
        }
        return names
    }
}
