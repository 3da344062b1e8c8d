import LibPQ

extension SmallDistrict {
    /// Makes the event at a position unreadable, as a superuser who turns the log's guards off can.
    func damage(position: Int64) async throws {
        try await administer { session in
            try session.script("alter table log.event disable trigger all")
            try session.script("create table if not exists kept (position bigint, level smallint)")
            try session.execute(
                "insert into kept select position, level from log.event where position = \(position)")
            try session.execute("update log.event set level = 500 where position = \(position)")
        }
    }

    /// Undoes ``damage(position:)``.
    func repair(position: Int64) async throws {
        _ = try await administer { session in
            try session.execute(
                """
                update log.event e set level = kept.level from kept
                where e.position = \(position) and kept.position = e.position
                """)
        }
    }
}
