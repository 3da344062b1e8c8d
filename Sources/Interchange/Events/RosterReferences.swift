import EventLog
import LearningRecord
import LibPQ

/// What `sourcedId`s of the roster stand for, looked up many at a time and remembered.
struct RosterReferences: Sendable {
    private enum Answer: Sendable {
        case id(JSON)
        case erased
        case unknown
    }

    private struct Reference: Hashable, Sendable {
        let target: EventLine.Target
        let sourceID: String
    }

    /// Answers that are remembered, at the most.
    private static let capacity = 1_000_000
    private var answers: [Reference: Answer] = [:]

    init() {}

    /// Looks up what the lines refer to and is not known yet.
    mutating func lookUp(_ lines: [EventLine], in log: EventLog) async throws {
        if answers.count > Self.capacity { answers.removeAll() }
        var wanted: [EventLine.Target: Set<String>] = [:]
        for line in lines {
            line.references { target, sourceID in
                if answers[Reference(target: target, sourceID: sourceID)] == nil {
                    wanted[target, default: []].insert(sourceID)
                }
            }
        }
        for (target, sourceIDs) in wanted {
            let ids = Array(sourceIDs)
            let rows = try await log.run { session in try session.query(Self.query(target, ids, log.district.tenant)) }
            for sourceID in ids { answers[Reference(target: target, sourceID: sourceID)] = .unknown }
            for row in rows {
                let reference = Reference(target: target, sourceID: try row[0, as: String.self])
                let isErased = try row[2, as: Bool.self]
                answers[reference] = isErased ? .erased : .id(try row[1, as: PersonID.self].json)
            }
        }
    }

    /// The id of what `sourceID` stands for.
    func id(of target: EventLine.Target, _ sourceID: String, path: String) throws(EventLineError) -> JSON {
        switch answers[Reference(target: target, sourceID: sourceID)] {
        case .id(let id): return id
        case .erased: throw .erased(path: path)
        case .unknown, nil: throw .unknownReference(path: path, what: target.rawValue)
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
