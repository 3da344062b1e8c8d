public import EventLog
public import LearningRecord
import LibPQ

/// What a retention schedule asks for on a day: what would be destroyed, and what blocks it.
public struct RetentionPlan: Sendable {
    /// One learner, person or thing that is due.
    public struct Item: Hashable, Sendable {
        /// Who.
        public var person: PersonID
        /// The day from which the time is counted.
        public var since: CalendarDate
    }

    /// What is due of one class.
    public struct Share: Hashable, Sendable {
        /// The class.
        public var recordClass: RecordClass
        /// How long it is kept.
        public var keep: RetentionPeriod
        /// People of whom it would be destroyed.
        public var due: [Item] = []
        /// People of whom it is due, and kept, since somebody waits to see the record.
        public var blocked: [Item] = []
        /// How many things would be destroyed: people, or reports.
        public var count: Int64 = 0
        /// The oldest day from which the time is counted, of what is due.
        public var oldest: CalendarDate?
        /// Learners of whom it is kept, since no end of an enrolment is known.
        public var unknown: Int64 = 0
    }

    /// The day.
    public var day: CalendarDate
    /// Class by class, in the order of ``RecordClass``; those that the schedule names.
    public var shares: [Share]

    /// The share of a class.
    public subscript(recordClass: RecordClass) -> Share? { shares.first { $0.recordClass == recordClass } }
}

extension RetentionPlan {
    /// Learners whose whole record is read at once, to be sure.
    private static let batch = 200

    /// Works out what is due.
    /// - Throws: `EventLogError`.
    public init(_ schedule: RetentionSchedule, log: EventLog, on day: CalendarDate) async throws {
        self.day = day
        let linked = try await LinkedIDs(log)
        let standings = linked.merging(try await Self.standings(log, day))
        let people = try await RetentionPeople(log)
        let holders = try await log.learnersWithKeys()
        let waiting = Set(
            try await log.accessRequests().filter { !EventLog.open($0.value).isEmpty }.keys.flatMap { linked.of($0) })
        var shares: [Share] = []
        for recordClass in RecordClass.allCases {
            guard let rule = schedule.rules[recordClass] else { continue }
            var share = Share(recordClass: recordClass, keep: rule.keep)
            switch recordClass {
            case .words: share.take(holders, standings, people, day)
            case .identity: share.take(people.learners(standings), standings, people, day)
            case .groups: share.take(people.grouped, standings, people, day)
            case .otherPeople:
                share.take(
                    people.ended.filter { people.isOther($0.key, standings) }.map {
                        Item(person: $0.key, since: $0.value)
                    },
                    day)
            case .importReports:
                (share.count, share.oldest) = try await Self.reports(log, rule.keep, day)
            }
            if recordClass != .importReports {
                try await share.confirm(log, day, standings, linked)
                share.block(waiting)
            }
            shares.append(share)
        }
        self.shares = shares
    }

    /// The standing of every learner of whom the log has an enrolment, a part of the learners at a time.
    private static func standings(_ log: EventLog, _ day: CalendarDate) async throws -> [LearnerID: LearnerStanding] {
        let parts = 1 + Int(try await log.head() / 500_000)
        let width = (Int64(UInt32.max) + 1) / Int64(parts)
        var standings: [LearnerID: LearnerStanding] = [:]
        for part in 0..<Int64(parts) {
            try Task.checkCancellation()
            let low = Int64(Int32.min) + part * width
            let high = part + 1 == Int64(parts) ? Int64(Int32.max) : low + width - 1
            let hashes = Int32(low)...Int32(high)
            let found = try await log.run { session in
                var events: [LearnerID: [RecordedEvent]] = [:]
                var unreadable: Set<LearnerID> = []
                try log.scan(session, LogPart(kinds: [.enrolled, .left, .correction], hashes: hashes)) { scanned in
                    switch scanned {
                    case .event(let recorded): events[recorded.event.learner, default: []].append(recorded)
                    case .unreadable(let event): unreadable.insert(event.learner)
                    }
                }
                var standings = events.mapValues { LearnerStanding($0, on: day) }
                // Nobody is taken for gone by a record that cannot be read whole.
                for learner in unreadable { standings[learner] = .enrolled }
                return standings
            }
            standings.merge(found) { $1 }
        }
        for learner in try await pending(log) { standings[learner] = .enrolled }
        return standings
    }

    /// Learners of whom a roster import has decided an enrolment that is not in the log yet.
    private static func pending(_ log: EventLog) async throws -> [LearnerID] {
        let tenant = log.district.tenant
        return try await log.run {
            try $0.query("select distinct learner from ref.pending_event where tenant = \(tenant)")
                .column(as: LearnerID.self)
        }
    }

    private static func reports(
        _ log: EventLog, _ keep: RetentionPeriod, _ day: CalendarDate
    ) async throws -> (Int64, CalendarDate?) {
        let tenant = log.district.tenant
        let days = try await log.run {
            try $0.query(
                """
                select (coalesce(finished_at, started_at) at time zone 'UTC')::date from ref.import_run
                 where tenant = \(tenant)
                union all
                select (updated_at at time zone 'UTC')::date from ref.event_file where tenant = \(tenant)
                """
            ).column(as: CalendarDate.self)
        }.filter { keep.isOver(from: $0, on: day) }
        return (Int64(days.count), days.min())
    }
}

extension RetentionPlan.Share {
    /// Takes the learners of whom it is due.
    fileprivate mutating func take(
        _ learners: Set<LearnerID>, _ standings: [LearnerID: LearnerStanding], _ people: RetentionPeople,
        _ day: CalendarDate
    ) {
        var items: [RetentionPlan.Item] = []
        for learner in learners {
            switch standings[learner] ?? .unknown {
            case .enrolled: break
            case .left(let last): items.append(.init(person: learner, since: last))
            case .unknown:
                if let ended = people.ended[learner] {
                    items.append(.init(person: learner, since: ended))
                } else {
                    unknown += 1
                }
            }
        }
        take(items, day)
    }

    fileprivate mutating func take(_ items: [RetentionPlan.Item], _ day: CalendarDate) {
        due = items.filter { keep.isOver(from: $0.since, on: day) }
            .sorted { ($0.since, "\($0.person)") < ($1.since, "\($1.person)") }
    }

    /// Reads the whole record of those who are due: a correction may speak of an event of another kind.
    fileprivate mutating func confirm(
        _ log: EventLog, _ day: CalendarDate, _ standings: [LearnerID: LearnerStanding], _ linked: LinkedIDs
    ) async throws {
        var sure: [RetentionPlan.Item] = []
        for start in stride(from: 0, to: due.count, by: RetentionPlan.batch) {
            try Task.checkCancellation()
            let part = due[start..<min(start + RetentionPlan.batch, due.count)]
            let learners = Array(Set(part.flatMap { linked.of($0.person) }))
            let (records, unreadable) = try await log.run { session in
                var records: [LearnerID: [RecordedEvent]] = [:]
                var unreadable: Set<LearnerID> = []
                try log.scan(session, learners: learners) { scanned in
                    switch scanned {
                    case .event(let recorded): records[recorded.event.learner, default: []].append(recorded)
                    case .unreadable(let event): unreadable.insert(event.learner)
                    }
                }
                return (records, unreadable)
            }
            sure += part.filter { item in
                guard standings[item.person] != nil else { return true }
                let ids = linked.of(item.person)
                return unreadable.isDisjoint(with: ids)
                    && LearnerStanding(of: ids.map { LearnerStanding(records[$0] ?? [], on: day) }) == .left(item.since)
            }
        }
        due = sure
    }

    /// Sets aside those whose record somebody waits to see.
    fileprivate mutating func block(_ waiting: Set<LearnerID>) {
        blocked = due.filter { waiting.contains($0.person) }
        due.removeAll { waiting.contains($0.person) }
        count = Int64(due.count)
        oldest = due.first?.since
    }
}
