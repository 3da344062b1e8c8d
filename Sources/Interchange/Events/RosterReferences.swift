import EventLog
import LearningRecord
import LibPQ

/// What `sourcedId`s of the roster stand for, looked up many at a time and remembered.
struct RosterReferences: Sendable {
    /// References that are to be looked up.
    typealias Wanted = [EventLine.Target: Set<String>]

    private enum Answer: Sendable {
        case id(JSON)
        case erased
        case unknown
    }

    /// Answers that are remembered, at the most.
    private static let capacity = 1_000_000
    private var answers: [EventLine.Target: [String: Answer]] = [:]

    init() {}

    /// Forgets everything where that has become much. Not between a look-up and the use of its answers.
    mutating func forgetMany() {
        if answers.values.reduce(0, { $0 + $1.count }) > Self.capacity { answers.removeAll() }
    }

    /// Looks up what is not known yet.
    mutating func lookUp(_ wanted: Wanted, in log: EventLog) async throws {
        for (target, sourceIDs) in wanted {
            let ids = Array(sourceIDs)
            let rows = try await log.run { session in try session.query(Self.query(target, ids, log.district.tenant)) }
            for sourceID in ids { answers[target, default: [:]][sourceID] = .unknown }
            for row in rows {
                let isErased = try row[2, as: Bool.self]
                answers[target, default: [:]][try row[0, as: String.self]] =
                    isErased ? .erased : .id(try row[1, as: PersonID.self].json)
            }
        }
    }

    /// The id of what `sourceID` stands for; `nil` when that was not looked up yet.
    func id(of target: EventLine.Target, _ sourceID: String, path: () -> String) throws(EventLineError) -> JSON? {
        switch answers[target]?[sourceID] {
        case .id(let id): return id
        case .erased: throw .erased(path: path())
        case .unknown: throw .unknownReference(path: path(), what: target.rawValue)
        case nil: return nil
        }
    }

    private static func query(_ target: EventLine.Target, _ ids: [String], _ tenant: Int32) -> SQL {
        switch target {
        case .person:
            """
            select source_id, person, erased_at is not null from ref.person
             where tenant = \(tenant) and source_id = any(\(ids))
            """
        case .school:
            "select source_id, school, false from ref.school where tenant = \(tenant) and source_id = any(\(ids))"
        case .section:
            "select source_id, section, false from ref.section where tenant = \(tenant) and source_id = any(\(ids))"
        case .course:
            "select source_id, course, false from ref.course where tenant = \(tenant) and source_id = any(\(ids))"
        }
    }
}
