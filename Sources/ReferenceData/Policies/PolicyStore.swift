import EventLog
public import LearningRecord
public import LibPQ

/// The mastery policies of a district, in all their versions. A version is never changed; a new one holds forward only.
///
/// The functions work in the session of their caller, for one tenant.
public enum PolicyStore {
    /// Why a policy was not set.
    public enum Refusal: Error, Hashable, Sendable {
        /// A version of this name exists and asks for something else, or holds from another time.
        case versionExists(MasteryPolicy)
        /// It would hold from a time that has passed.
        case notForward(now: Instant)
        /// Another version begins at the same instant.
        case sameStart(Label)
    }

    /// Every version that the district has set, the first in force first. ``MasteryPolicy/default`` is not among them.
    /// - Throws: `PostgresError`.
    public static func policies(_ session: Session, tenant: Int32) throws(PostgresError) -> [MasteryPolicy] {
        session.set("waymark.tenant", to: String(tenant))
        return try session.ask(policies(tenant: tenant))
    }

    /// The same, to be asked with others by a session that sees the tenant.
    public static func policies(tenant: Int32) -> SQLQuery<[MasteryPolicy]> {
        SQLQuery(
            """
            select version, in_force_from, pieces, tasks, settings, forms, within_days, newest_not_below,
                   second_reading
              from ref.mastery_policy where tenant = \(tenant) order by in_force_from
            """
        ) { (rows) throws(PostgresError) in try rows.map(MasteryPolicy.init) }
    }

    /// The time of the database: what a policy's beginning is measured against.
    /// - Throws: `PostgresError`.
    public static func now(_ session: Session) throws(PostgresError) -> Instant { try session.ask(now) }

    /// The same, to be asked with others.
    public static var now: SQLQuery<Instant> {
        SQLQuery("select clock_timestamp()") { (rows) throws(PostgresError) in try rows.single(as: Instant.self) }
    }

    /// Sets a version. The same again changes nothing.
    ///
    /// The statements belong to one transaction of the caller.
    /// - Parameter policy: a policy that passed its own check.
    /// - Returns: why it was refused; `nil` when it is set, now or before.
    /// - Throws: `PostgresError`.
    public static func set(
        _ session: Session, tenant: Int32, _ policy: MasteryPolicy, startsNow: Bool
    ) throws(PostgresError) -> Refusal? {
        var known = try policies(session, tenant: tenant)
        known.append(.default)
        if let same = known.first(where: { $0.version == policy.version }) {
            let isSame = same.asksTheSame(as: policy) && (startsNow || same.inForceFrom == policy.inForceFrom)
            return isSame ? nil : .versionExists(same)
        }
        let now = try now(session)
        if !startsNow {
            guard policy.inForceFrom >= now else { return .notForward(now: now) }
            if let same = known.first(where: { $0.inForceFrom == policy.inForceFrom }) {
                return .sameStart(same.version)
            }
        }
        let start = startsNow ? nil : policy.inForceFrom
        _ = try session.execute(
            """
            insert into ref.mastery_policy (tenant, version, in_force_from, pieces, tasks, settings, forms, within_days,
                                            newest_not_below, second_reading, set_at)
            select \(tenant), \(policy.version.text), coalesce(\(start), t.now), \(Int32(policy.pieces)),
                   \(Int32(policy.tasks)), \(Int32(policy.settings)), \(Int32(policy.forms)),
                   \(policy.withinDays.map { Int32($0) }), \(policy.newestNotBelow), \(policy.secondReading), t.now
              from (select clock_timestamp() as now) t
            """)
        return nil
    }
}

extension MasteryPolicy {
    fileprivate init(_ row: Row) throws(PostgresError) {
        let version = try row["version", as: VersionName.self].label
        self.init(
            version: version, inForceFrom: try row["in_force_from", as: Instant.self],
            pieces: Int(try row["pieces", as: Int32.self]), tasks: Int(try row["tasks", as: Int32.self]),
            settings: Int(try row["settings", as: Int32.self]), forms: Int(try row["forms", as: Int32.self]),
            withinDays: try row["within_days", as: Int32?.self].map { Int($0) },
            newestNotBelow: try row["newest_not_below", as: Bool.self],
            secondReading: try row["second_reading", as: Bool.self])
    }
}

/// The name of a version, as the table holds it.
private struct VersionName: PostgresDecodable {
    let label: Label

    init(postgres field: borrowing Field) throws(PostgresError) {
        guard let label = Label(try String(postgres: field)) else { throw field.mismatch(expected: "a short name") }
        self.label = label
    }
}
