public import LibPQ

/// Brings a database up to date: applies the migrations it lacks, in order, each in a transaction, and records what it
/// applied with a checksum in `waymark.migration`.
///
/// Several may run at once: each step is taken by one of them.
public struct Migrator: Sendable {
    private let options: ConnectionOptions
    private let migrations: [Migration]

    /// - Parameters:
    ///   - options: how to connect: as a superuser, or a role that may create roles, and schemas in this database.
    ///   - migrations: what the database is to have.
    public init(_ options: ConnectionOptions, migrations: [Migration] = Migration.all) {
        self.options = options
        self.migrations = migrations
    }

    /// Applies what is pending.
    /// - Returns: the names of the migrations this call applied.
    /// - Throws: `MigrationError` when a migration is refused or fails; `PostgresError` when there is no connection.
    @discardableResult
    public func migrate() async throws -> [String] {
        try await withConnection { connection in
            var applied: [String] = []
            while let name = try await connection.transaction({ try applyNext($0) }) { applied.append(name) }
            return applied
        }
    }

    /// The names of the migrations the database lacks, in order; changes nothing, and needs no special rights.
    /// - Throws: `MigrationError` when the database is newer than this program, or was made from other files;
    ///   `PostgresError` when there is no connection.
    public func pending() async throws -> [String] {
        try await withConnection { connection in
            try await connection.read { session in
                let exists: Bool
                do throws(PostgresError) {
                    exists = try session.query("select to_regclass('waymark.migration') is not null")
                        .single(as: Bool.self)
                } catch {
                    throw MigrationError.recordUnusable(error)
                }
                let applied = exists ? try self.applied(session) : []
                return try MigrationPlan(known: migrations, applied: applied).pending.map(\.name)
            }
        }
    }

    /// Applies the first pending migration; nil when there is none. The lock ends with the transaction, and the record is
    /// read again behind it, so that two migrators take turns.
    private func applyNext(_ session: Session) throws -> String? {
        do throws(PostgresError) {
            _ = try session.execute("select pg_advisory_xact_lock(\(Self.lock))")
            try session.script(Self.record)
        } catch {
            throw MigrationError.recordUnusable(error)
        }
        let plan = try MigrationPlan(known: migrations, applied: applied(session))
        guard let next = plan.pending.first else { return nil }
        do throws(PostgresError) {
            try session.script(SQLScript(unsafeRaw: next.sql))
            _ = try session.execute("reset role")
            _ = try session.execute(
                "insert into waymark.migration (name, checksum) values (\(next.name), \(next.checksum))")
        } catch {
            throw MigrationError.failed(file: next.file, error)
        }
        return next.name
    }

    private func applied(_ session: Session) throws(MigrationError) -> [MigrationPlan.Applied] {
        do throws(PostgresError) {
            return try session.query(
                """
                select name, checksum, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
                from waymark.migration order by name
                """
            ).map { row throws(PostgresError) in
                MigrationPlan.Applied(
                    name: try row[0, as: String.self], checksum: try row[1, as: String.self],
                    appliedAt: try row[2, as: String.self])
            }
        } catch {
            throw .recordUnusable(error)
        }
    }

    private func withConnection<Value: Sendable>(_ body: (Connection) async throws -> Value) async throws -> Value {
        let connection = try await Connection.connect(options)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    /// "waymark" in ASCII: the advisory lock of a database's structure.
    private static let lock: Int64 = 0x0077_6179_6d61_726b

    /// Everybody who may enter the schema may see how new the database is.
    private static let record: SQLScript = """
        do $$
        begin
            if to_regclass('waymark.migration') is null then
                create schema if not exists waymark;
                create table waymark.migration (
                    name text primary key,
                    checksum text not null check (checksum ~ '^[0-9a-f]{64}$'),
                    applied_at timestamptz not null default clock_timestamp(),
                    applied_by name not null default session_user
                );
                comment on table waymark.migration is
                    'Which files of Schema were applied, when, by whom, and the SHA-256 of each.';
                grant select on waymark.migration to public;
            end if;
        end $$;
        """
}
