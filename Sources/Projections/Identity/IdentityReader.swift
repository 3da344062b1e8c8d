public import EventLog
public import LearningRecord
public import LibPQ

/// Finds the ids that are one person with a learner, and reads their records as one.
public struct IdentityReader: Sendable {
    /// The log of the district.
    public let log: EventLog

    /// A reader for a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// The ids that are one person with `learner`, itself among them, in no order that means anything: through the links
    /// that held at a position of the log. An erased id is a person of its own at any time: nothing leads to it.
    /// - Throws: `EventLogError`.
    public func ids(of learner: LearnerID, upTo position: Int64 = .max) async throws -> [LearnerID] {
        let tenant = log.district.tenant
        // All that any link ever led to, to begin with: in most cases that is nobody.
        let candidates = try await log.run { try $0.ask(Self.candidates(for: learner, tenant: tenant)) }
        guard candidates.count > 1 else { return [learner] }
        let erased = try await log.run { session in
            Set(
                // The log says it at once, before the tables know of it. `kind in (21, 25)` is what its index holds.
                try session.query(
                    """
                    select learner from log.event
                     where tenant = \(tenant) and learner = any(\(candidates)) and kind in (21, 25)
                       and kind = \(EventKind.learnerErased.rawValue)
                    """
                ).column(as: LearnerID.self))
        }
        guard !erased.contains(learner) else { return [learner] }
        let histories = try await log.read(learners: candidates, upTo: position)
        var links: [(LearnerID, LearnerID)] = []
        for (id, history) in histories where !erased.contains(id) {
            for case .link(let link) in LearnerFold<Identity>(replaying: history).rows
            where link.unlinkedAt == nil && !erased.contains(link.other) {
                links.append((id, link.other))
            }
        }
        return Self.reached(from: learner, by: links)
    }

    /// Whether no link ever led from a learner to anybody, so that there is this one id at any time.
    public static func isAlone(_ learner: LearnerID, tenant: Int32) -> SQLQuery<Bool> {
        let candidates = candidates(for: learner, tenant: tenant)
        return SQLQuery(candidates.sql) { (rows) throws(PostgresError) in rows.count == 1 }
    }

    private static func candidates(for learner: LearnerID, tenant: Int32) -> SQLQuery<[LearnerID]> {
        SQLQuery(
            """
            with recursive reached (id) as (
                select \(learner)::uuid
                union
                select case l.learner when r.id then l.other else l.learner end
                  from reached r
                  join proj.identity_link l on l.tenant = \(tenant) and (l.learner = r.id or l.other = r.id)
            ) select id from reached
            """
        ) { (rows) throws(PostgresError) in try rows.column(as: LearnerID.self) }
    }

    /// Every event of the person up to a position, in order, without words.
    /// - Parameter ids: the ids at that position, where they are known.
    /// - Throws: `EventLogError`.
    public func history(
        of learner: LearnerID, ids: [LearnerID]? = nil, upTo position: Int64 = .max
    ) async throws -> [RecordedEvent] {
        let ids = if let ids { ids } else { try await self.ids(of: learner, upTo: position) }
        if ids.count == 1 { return try await log.read(learner: learner, upTo: position) }
        return try await log.read(learners: ids, upTo: position).values.flatMap(\.self)
            .sorted { $0.position < $1.position }
    }

    /// The links between two ids that were not taken back, whichever of them states it.
    /// - Throws: `EventLogError`.
    public func links(
        between one: LearnerID, and other: LearnerID
    ) async throws -> [(learner: LearnerID, event: EventID)] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select learner, event_id from proj.identity_link
                where tenant = \(tenant) and unlinked_at is null
                  and (learner = \(one) and other = \(other) or learner = \(other) and other = \(one))
                order by link
                """
            ).map { (try $0[0, as: LearnerID.self], try $0[1, as: EventID.self]) }
        }
    }

    /// What `start` reaches over links, whichever way each of them was stated.
    static func reached(from start: LearnerID, by links: [(LearnerID, LearnerID)]) -> [LearnerID] {
        var neighbours: [LearnerID: [LearnerID]] = [:]
        for (one, other) in links {
            neighbours[one, default: []].append(other)
            neighbours[other, default: []].append(one)
        }
        var reached: Set<LearnerID> = [start]
        var open = [start]
        while let next = open.popLast() {
            for neighbour in neighbours[next] ?? [] where reached.insert(neighbour).inserted { open.append(neighbour) }
        }
        return reached.sorted { $0.uuid < $1.uuid }
    }
}
