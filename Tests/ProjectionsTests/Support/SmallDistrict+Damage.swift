import LibPQ
import Testing

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

    /// Lays the rows of the log in the order of their ids, which are random.
    func shuffleLog() async throws {
        try await administer { session in
            for partition in 0..<8 {
                try session.script(
                    SQLScript(unsafeRaw: "cluster log.event_\(partition) using event_\(partition)_tenant_event_id_key"))
            }
            let isInOrder = try session.query(
                """
                select bool_and(earlier is null or earlier < position) from (
                    select position, lag(position) over (order by ctid) as earlier from log.event) e
                """
            ).single(as: Bool.self)
            #expect(!isInOrder)
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
