import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import LibPQ

/// Tells a page that is open that the record has grown, once the tables have it: whichever process of the service took it
/// in.
enum PathNews {
    static let route = Endpoint(
        "pathNews", .get, "/learners/{learner}/news", .record(.read), isAudited: false, deadline: nil
    ) { try await follow($0) }

    private static func follow(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let ids = visit.basis.ids
        let words = PageWords(Language.of(visit.request, account: visit.principal?.account))
        let start: Int64
        if let last = visit.request.headers[.lastEventID].flatMap({ Int64($0) }) {
            start = last
        } else if let seen = try visit.query.number("after", in: 0...Int64.max) {
            start = seen
        } else {
            start = try await newest(of: ids, in: log)
        }
        let freshness = visit.service.freshness
        return try ServerSentEvents.response(to: visit, from: start) { position in
            let newest = try await newest(of: ids, in: log)
            guard newest > position else { return [] }
            // Who is told can look: where the tables are slow, it is told with the next hint.
            do {
                try await freshness.wait(for: newest, in: log.district)
            } catch is Problem {
                return []
            }
            position = newest
            return [ServerSentEvent(name: "told", data: words("live.path"), id: String(newest))]
        }
    }

    /// Where the newest event of a learner stands; 0 when there is none.
    private static func newest(of ids: [LearnerID], in log: EventLog) async throws -> Int64 {
        let tenant = log.district.tenant
        return try await log.run { session in
            // Of each id one look into the index of streams, as it is ordered there.
            try session.query(
                """
                select coalesce(max(n.position), 0) from unnest(\(ids)::uuid[]) l(id) cross join lateral (
                    select e.position from log.event e
                     where e.tenant = \(tenant) and e.learner = l.id
                       and e.learner_hash >= uuid_hash(l.id) and e.learner_hash <= uuid_hash(l.id)
                     order by e.learner_hash desc, e.position desc limit 1) n
                """
            ).single(as: Int64.self)
        }
    }
}
