import Crypto
import Foundation
import LearningRecord
public import LibPQ

/// Keeps the versions of what a district says around its transcripts.
///
/// The functions work in the session of their caller, for one tenant.
public enum TranscriptSettingsStore {
    /// The settings that hold: the newest version. A district without any has none of its own.
    /// - Throws: `PostgresError`.
    public static func current(_ session: Session, tenant: Int32) throws(PostgresError) -> TranscriptSettings {
        try newest(session, tenant: tenant)?.settings ?? TranscriptSettings()
    }

    /// Makes `settings` the newest version, unless they are the newest already.
    /// - Returns: the version that holds now, and whether it is new.
    /// - Throws: `PostgresError`; a unique violation where another session saved at the same time.
    public static func save(
        _ session: Session, tenant: Int32, _ settings: TranscriptSettings
    ) throws(PostgresError) -> (version: Int32, isNew: Bool) {
        let text = JSONWriter.text(settings.json)
        let digest = Array(SHA256.hash(data: Data(text.utf8)))
        let known = try newest(session, tenant: tenant)
        if let known, known.digest == digest { return (known.version, false) }
        let version = (known?.version ?? 0) + 1
        try session.execute(
            """
            insert into ref.transcript_settings (tenant, version, digest, document)
            values (\(tenant), \(version), \(digest), \(text))
            """)
        return (version, true)
    }

    private static func newest(
        _ session: Session, tenant: Int32
    ) throws(PostgresError) -> (version: Int32, digest: [UInt8], settings: TranscriptSettings)? {
        session.set("waymark.tenant", to: String(tenant))
        let row = try session.query(
            """
            select version, digest, document from ref.transcript_settings
            where tenant = \(tenant) order by version desc limit 1
            """
        ).first
        guard let row else { return nil }
        let text = try row[2, as: String.self]
        let json = (try? JSONReader.read(Array(text.utf8))) ?? .null
        return (try row[0, as: Int32.self], try row[1, as: [UInt8].self], TranscriptSettings(stored: json))
    }
}
