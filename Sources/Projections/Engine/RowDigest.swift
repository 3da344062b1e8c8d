import LibPQ

/// A digest of all rows of a build in a district, and the position that they stand at.
struct RowDigest: Hashable, Sendable {
    /// The position of every shard; `nil` while they differ.
    let position: Int64?
    let rows: [String]

    /// Reads both from one snapshot: `session` is in a REPEATABLE READ transaction.
    init<P: Projection>(_ session: Session, _: P.Type, _ build: Build, tenant: Int32) throws(PostgresError) {
        session.set("waymark.tenant", to: String(tenant))
        let standing = try ShardStanding(session, tenant: tenant, build: build)
        position = standing.least == standing.most ? standing.least : nil
        var rows: [String] = []
        for table in P.tables {
            // A sum does not depend on the order of the rows; two hashes of 64 bits make a collision a matter of theory.
            rows.append(
                try session.query(
                    """
                    select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)
                           || ' ' || coalesce(sum(hashtextextended(t::text, 1)::numeric), 0)
                    from proj.\(identifier: build.table(table)) t where tenant = \(tenant)
                    """
                ).single(as: String.self))
        }
        self.rows = rows
    }
}
