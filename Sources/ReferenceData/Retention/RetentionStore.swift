public import LearningRecord
public import LibPQ

/// The retention schedules of a district, every version. The functions work in the session of their caller.
public enum RetentionStore {
    /// The newest version; `nil` where there is none.
    /// - Throws: `PostgresError`, `RetentionSchedule.Failure`.
    public static func newest(_ session: Session, tenant: Int32) throws -> RetentionSchedule.Version? {
        try version(session, tenant: tenant, number: nil)
    }

    /// A version; the newest for `nil`.
    /// - Throws: `PostgresError`, `RetentionSchedule.Failure`.
    public static func version(
        _ session: Session, tenant: Int32, number: Int64?
    ) throws -> RetentionSchedule.Version? {
        session.set("waymark.tenant", to: String(tenant))
        return try session.query(
            """
            select version, schedule, set_at, set_by from ref.retention_schedule
             where tenant = \(tenant) and (\(number)::bigint is null or version = \(number))
             order by version desc limit 1
            """
        ).first.map { row in
            let text = try row[1, as: String.self]
            return RetentionSchedule.Version(
                number: try row[0, as: Int64.self], schedule: try RetentionSchedule(json: Array(text.utf8)), text: text,
                setAt: try row[2, as: Instant.self], setBy: try row[3, as: PersonID?.self])
        }
    }

    /// Makes a schedule the newest version, unless it says what the newest says; answers the version that holds.
    /// - Throws: `PostgresError`: a unique violation where two set one at once.
    public static func set(
        _ schedule: RetentionSchedule, by person: PersonID?, _ session: Session, tenant: Int32
    ) throws -> RetentionSchedule.Version {
        let newest = try newest(session, tenant: tenant)
        if let newest, newest.schedule == schedule { return newest }
        let (number, text) = ((newest?.number ?? 0) + 1, schedule.text)
        let setAt = try session.query(
            """
            insert into ref.retention_schedule (tenant, version, schedule, set_by)
            values (\(tenant), \(number), \(text), \(person)) returning set_at
            """
        ).single(as: Instant.self)
        return RetentionSchedule.Version(number: number, schedule: schedule, text: text, setAt: setAt, setBy: person)
    }
}
