public import LearningRecord
import LibPQ

extension EventLog {
    /// Bytes of files that are kept of one learner, at the most.
    public static let mostBytesOfFiles: Int64 = 1 << 30

    /// Keeps a file of a learner, sealed with the learner's key. One that is there already stays.
    /// - Returns: whether there was room for it.
    /// - Throws: `EventLogError.key` where the master key is missing, `.erased` where the learner's key was destroyed.
    public func keep(_ file: EvidenceFile, of learner: LearnerID) async throws -> Bool {
        let (tenant, digest) = (district.tenant, file.digest)
        let key = try await EventLogError.translating {
            try await keyring.keys(for: [learner], in: store.pool)[learner]
        }
        guard let key else { throw EventLogError.key(.damaged(what: "the key of learner \(learner)")) }
        let sealed = try key.seal(file: file.packed, of: digest)
        let size = Int32(clamping: file.bytes.count)
        return try await transaction { session in
            let kept = try session.query(
                """
                select exists (select from vault.evidence_file where tenant = \(tenant) and learner = \(learner)
                                  and digest = \(digest.bytes)),
                       coalesce((select sum(size) from vault.evidence_file
                                  where tenant = \(tenant) and learner = \(learner)), 0)::bigint
                """
            ).first.map { (isKnown: try $0[0, as: Bool.self], bytes: try $0[1, as: Int64.self]) }
            if kept?.isKnown ?? false { return true }
            guard (kept?.bytes ?? 0) + Int64(size) <= Self.mostBytesOfFiles else { return false }
            // Where the learner is erased at this very moment, what is left here has no key any more.
            _ = try session.execute(
                """
                insert into vault.evidence_file (tenant, learner, digest, kind, size, sealed)
                values (\(tenant), \(learner), \(digest.bytes), \(file.type), \(size), \(sealed))
                on conflict do nothing
                """)
            return true
        }
    }

    /// A file of a learner, under whichever of the learner's ids it was added; `nil` where there is none, or where it can
    /// be opened no more.
    /// - Throws: `EventLogError.key` where the master key is missing or wrong, or the file was changed.
    public func file(_ digest: Digest, of learners: [LearnerID]) async throws -> EvidenceFile? {
        let tenant = district.tenant
        let found = try await run { session in
            try session.query(
                """
                select learner, kind, sealed from vault.evidence_file
                 where tenant = \(tenant) and learner = any(\(learners)) and digest = \(digest.bytes) limit 1
                """
            ).first.map {
                (
                    learner: try $0[0, as: LearnerID.self], type: try $0[1, as: String.self],
                    sealed: try $0[2, as: [UInt8].self]
                )
            }
        }
        guard let found else { return nil }
        let keys = try await EventLogError.translating {
            try await keyring.existingKeys(of: [found.learner], in: store.pool)
        }
        guard let key = keys[found.learner] else { return nil }
        do {
            return EvidenceFile(packed: try key.open(file: found.sealed, of: digest), type: found.type)
        } catch {
            throw EventLogError.key(error)
        }
    }

    /// Which files of a learner are kept, with their bytes.
    /// - Throws: `EventLogError`.
    public func files(of learners: [LearnerID]) async throws -> [Digest: Int] {
        let tenant = district.tenant
        return try await run { session in
            var sizes: [Digest: Int] = [:]
            for row in try session.query(
                "select digest, size from vault.evidence_file where tenant = \(tenant) and learner = any(\(learners))")
            {
                guard let digest = Digest(bytes: try row[0, as: [UInt8].self]) else { continue }
                sizes[digest] = Int(try row[1, as: Int32.self])
            }
            return sizes
        }
    }
}
