import EventLog
import LearningRecord
import LibPQ

extension ImportStore {
    /// By what an import that is asked for again is known.
    struct RequestKey: Sendable {
        /// The caller's own, whoever else uses the same.
        let text: String
        /// Of what is asked for and of the file.
        let digest: [UInt8]
    }

    /// What became of asking for an import.
    enum Asked: Sendable {
        case taken
        /// Too many wait.
        case full
        /// The caller asked for this one before, by the same key.
        case known(ImportID, ImportState)
        /// The caller asked for another one before, by the same key.
        case other
    }

    /// An import that has not ended.
    struct Unfinished: Sendable {
        let id: ImportID
        let source: String
        /// What is to be done.
        let asked: JSON?
    }

    /// The import that a key stands for; `nil` where there is none.
    func known(_ key: RequestKey) async throws -> Asked? {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select run, digest, case when \(sql: Self.isSilent) then 'interrupted' else state end
                  from ref.import_request where tenant = \(tenant) and request_key = \(key.text)
                """
            ).first.map { row -> Asked in
                guard try row[1, as: [UInt8].self] == key.digest else { return .other }
                return .known(
                    try row[0, as: ImportID.self],
                    ImportState(rawValue: try row[2, as: String.self]) ?? .interrupted)
            }
        }
    }

    /// Those of some imports that have not ended, as they were asked for.
    func unfinished(_ ids: [ImportID]) async throws -> [Unfinished] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select run, source, asked::text from ref.import_request
                 where tenant = \(tenant) and run = any(\(ids)) and finished_at is null order by requested_at, run
                """
            ).map { row in
                Unfinished(
                    id: try row[0, as: ImportID.self], source: try row[1, as: String.self],
                    asked: try row[2, as: String?.self].flatMap { try? JSONReader.read(Array($0.utf8)) })
            }
        }
    }

    /// Has an import wait for its turn again, by a process that has its file.
    /// - Returns: whether it had not ended.
    func resume(_ id: ImportID) async throws -> Bool {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.execute(
                """
                update ref.import_request set state = 'waiting', seen_at = clock_timestamp()
                 where tenant = \(tenant) and run = \(id) and finished_at is null
                """) == 1
        }
    }

    /// Has an import that was cut off wait for its turn again, with the file as it was sent again.
    /// - Returns: whether it was cut off, and nobody else has done so.
    func reopen(_ id: ImportID, work: ImportJob.Work) async throws -> Bool {
        let tenant = log.district.tenant
        let asked = JSONB(utf8: JSONWriter.bytes(work.json))
        return try await log.run { session in
            try session.execute(
                """
                update ref.import_request
                   set state = 'waiting', seen_at = clock_timestamp(), started_at = null, finished_at = null,
                       error = null, problems = null, asked = \(asked)
                 where tenant = \(tenant) and run = \(id) and (state = 'stopped' or \(sql: Self.isSilent))
                """) == 1
        }
    }

    /// Whether whoever worked on an import has been silent for too long.
    private static let isSilent: SQL = """
        (finished_at is null and seen_at < clock_timestamp() - make_interval(secs => \(Double(silence))))
        """
}
