public import EventLog
import Foundation
public import LearningRecord
import LibPQ

/// Carries out a district's retention schedule.
///
/// Each learner goes in one transaction, which also counts: whoever is killed leaves nobody half destroyed, and the next
/// run goes on with the same schedule, as of the same day. A run ends with an event in the log.
public struct RetentionRunner: Sendable {
    /// What a run came to.
    public struct Report: Hashable, Sendable {
        /// The version of the schedule.
        public var schedule: Int64
        /// The day as of which it was carried out.
        public var day: CalendarDate
        /// Whether it went on with a run that was interrupted.
        public var wasResumed: Bool
        /// What became of each class.
        public var tallies: [RetentionRun.Tally]
    }

    private struct OpenRun: Sendable {
        var id: EventID
        var schedule: Int64
        var day: CalendarDate
        var startedAt: Instant
        var wasResumed: Bool
    }

    private let log: EventLog

    /// A runner for the district of `log`.
    public init(log: EventLog) {
        self.log = log
    }

    /// Runs the newest schedule, or goes on with the run that was interrupted; `nil` where there is no schedule.
    /// - Parameters:
    ///   - day: the day as of which; a run that is gone on with keeps its own.
    ///   - now: when, for the events that say so.
    ///   - assertion: who decided it.
    ///   - progress: is told how many people are done, of how many.
    /// - Throws: `EventLogError`.
    public func run(
        on day: CalendarDate, now: Instant, by assertion: Assertion, progress: (@Sendable (Int, Int) -> Void)? = nil
    ) async throws -> Report? {
        guard let run = try await begin(day, now) else { return nil }
        let tenant = log.district.tenant
        let version = try await log.run { session in
            try RetentionStore.version(session, tenant: tenant, number: run.schedule)
        }
        guard let version, let digest = version.digest else { return nil }
        let plan = try await RetentionPlan(version.schedule, log: log, on: run.day)
        let total = plan.shares.reduce(0) { $0 + $1.due.count }
        var done = 0
        func tell() {
            done += 1
            progress?(done, total)
        }
        let holders = Set(plan[.words]?.due.map(\.person) ?? [])
        let gone = Set(plan[.identity]?.due.map(\.person) ?? [])
        // Groups first: they go with an identity, and would not be counted.
        for item in plan[.groups]?.due ?? [] {
            try await deleteGroups(of: item.person, run)
            tell()
        }
        for item in plan[.identity]?.due ?? [] {
            let classes: [RecordClass] = holders.contains(item.person) ? [.identity, .words] : [.identity]
            try await erase(item.person, .everything, classes, run, now, assertion)
            tell()
        }
        for item in plan[.words]?.due ?? [] {
            if !gone.contains(item.person) { try await erase(item.person, .words, [.words], run, now, assertion) }
            tell()
        }
        for item in plan[.otherPeople]?.due ?? [] {
            try await erase(item.person, .everything, [.otherPeople], run, now, assertion)
            tell()
        }
        if let share = plan[.importReports] { try await deleteReports(share.keep, run) }
        return try await finish(run, plan, digest, assertion)
    }

    /// The run that is open, or a new one; two who begin at once have the same.
    private func begin(_ day: CalendarDate, _ now: Instant) async throws -> OpenRun? {
        let tenant = log.district.tenant
        return try await log.transaction { session in
            if let open = try Self.openRun(session, tenant) { return open }
            guard let schedule = try RetentionStore.newest(session, tenant: tenant) else { return nil }
            try session.execute(
                """
                insert into ref.retention_run (tenant, run, schedule, as_of, started_at)
                values (\(tenant), \(EventID(UUID())), \(schedule.number), \(day), \(now)) on conflict do nothing
                """)
            var run = try Self.openRun(session, tenant)
            run?.wasResumed = false
            return run
        }
    }

    private static func openRun(_ session: Session, _ tenant: Int32) throws -> OpenRun? {
        try session.query(
            """
            select run, schedule, as_of, started_at from ref.retention_run
             where tenant = \(tenant) and finished_at is null
            """
        ).first.map {
            OpenRun(
                id: try $0[0, as: EventID.self], schedule: try $0[1, as: Int64.self],
                day: try $0[2, as: CalendarDate.self], startedAt: try $0[3, as: Instant.self], wasResumed: true)
        }
    }

    private func erase(
        _ person: PersonID, _ reach: Erasure.Reach, _ classes: [RecordClass], _ run: OpenRun, _ now: Instant,
        _ assertion: Assertion
    ) async throws {
        try Task.checkCancellation()
        let tenant = log.district.tenant
        do {
            try await log.erase(
                Erasure(
                    id: EventID(UUID()), learner: person, reach: reach, basis: .retentionSchedule, by: assertion,
                    at: now)
            ) { session in
                if reach == .everything { try PersonErasure.erase(session, tenant: tenant, person: person) }
                for recordClass in classes { try Self.count(session, tenant, run, recordClass, 1) }
            }
        } catch EventLogError.alreadyErased {
            // Somebody else was faster, and has counted it.
        } catch EventLogError.requestOpen {
            // It came in while this ran: the learner waits for the next run.
        }
    }

    private func deleteGroups(of learner: LearnerID, _ run: OpenRun) async throws {
        try Task.checkCancellation()
        let tenant = log.district.tenant
        try await log.transaction { session in
            let rows = try session.execute(
                "delete from ref.group_membership where tenant = \(tenant) and learner = \(learner)")
            if rows > 0 { try Self.count(session, tenant, run, .groups, 1) }
        }
    }

    private func deleteReports(_ keep: RetentionPeriod, _ run: OpenRun) async throws {
        let tenant = log.district.tenant
        guard let first = Self.firstKept(keep, run.day) else { return }
        try await log.transaction { session in
            let reports = try session.execute(
                """
                delete from ref.import_run where tenant = \(tenant)
                   and (coalesce(finished_at, started_at) at time zone 'UTC')::date < \(first)
                """)
            let files = try session.execute(
                """
                delete from ref.event_file where tenant = \(tenant)
                   and (updated_at at time zone 'UTC')::date < \(first)
                """)
            // Of what the service was asked to import, what was done stands in the reports, which are counted.
            _ = try session.execute(
                """
                delete from ref.import_request where tenant = \(tenant)
                   and (coalesce(finished_at, requested_at) at time zone 'UTC')::date < \(first)
                """)
            if reports + files > 0 { try Self.count(session, tenant, run, .importReports, Int64(reports + files)) }
        }
    }

    /// The first day of which something is still kept.
    private static func firstKept(_ keep: RetentionPeriod, _ day: CalendarDate) -> CalendarDate? {
        guard keep != .forever else { return nil }
        var first = day
        // Later days end later, so this ends at the first that is over, minus one.
        while !keep.isOver(from: first, on: day) { first = CalendarDate(daysSince1970: first.daysSince1970 - 1) }
        return CalendarDate(daysSince1970: first.daysSince1970 + 1)
    }

    private static func count(
        _ session: Session, _ tenant: Int32, _ run: OpenRun, _ recordClass: RecordClass, _ number: Int64
    ) throws {
        try session.execute(
            """
            insert into ref.retention_tally as t (tenant, run, class, destroyed)
            values (\(tenant), \(run.id), \(recordClass.rawValue), \(number))
            on conflict (tenant, run, class) do update set destroyed = t.destroyed + excluded.destroyed
            """)
    }

    /// The event that says what became of it, and the end of the run, in one transaction.
    private func finish(
        _ run: OpenRun, _ plan: RetentionPlan, _ digest: Digest, _ assertion: Assertion
    ) async throws -> Report {
        let tenant = log.district.tenant
        let destroyed = try await log.run { session in
            var destroyed: [String: Int64] = [:]
            for row in try session.query(
                "select class, destroyed from ref.retention_tally where tenant = \(tenant) and run = \(run.id)")
            {
                destroyed[try row[0, as: String.self]] = try row[1, as: Int64.self]
            }
            return destroyed
        }
        let tallies = plan.shares.compactMap { share in
            Label(share.recordClass.rawValue).map {
                RetentionRun.Tally(
                    recordClass: $0, destroyed: destroyed[share.recordClass.rawValue] ?? 0,
                    blocked: Int64(share.blocked.count))
            }
        }
        let event = LearningEvent(
            id: run.id, learner: LearnerID(log.district.id), occurredAt: run.startedAt, assertedBy: assertion,
            facts: .retentionRun(
                RetentionRun(schedule: run.schedule, digest: digest, asOf: run.day, tallies: tallies)))
        _ = try await log.append([event]) { session in
            _ = try session.execute(
                """
                update ref.retention_run set finished_at = clock_timestamp()
                 where tenant = \(tenant) and run = \(run.id)
                """)
        }
        return Report(
            schedule: run.schedule, day: run.day, wasResumed: run.wasResumed, tallies: tallies)
    }
}
