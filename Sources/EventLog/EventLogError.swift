public import LearningRecord
public import LibPQ

/// Why the log could not do what was asked.
public enum EventLogError: Error, Sendable {
    /// An event of the call is not one that the log takes: its place in the call, from 0, and why.
    case invalid(index: Int, RecordError)
    /// The same id stands twice in one call, with different content.
    case repeatedID(EventID)
    /// The id is in the log with other content.
    case reusedID(detail: String)
    /// The stream of a learner does not stand where the caller thinks.
    case staleExpectation(detail: String)
    /// An event speaks of one that is not in that learner's record.
    case unknownReference(detail: String)
    /// The learner's key was destroyed: no words can be written any more.
    case erased(LearnerID)
    /// Somebody waits to see the learner's record: nothing of it is destroyed until the request is answered.
    case requestOpen(LearnerID, since: Instant, under: LearnerID)
    /// The learner was erased before.
    case alreadyErased(LearnerID)
    /// No district has this name.
    case unknownDistrict(String)
    /// A district with this name exists.
    case districtExists(String)
    /// A key is missing or wrong.
    case key(KeyError)
    /// A stored event cannot be read: its position and why.
    case damaged(position: Int64, RecordError)
    /// The database failed.
    case database(PostgresError)
}

extension EventLogError {
    /// The log's own reading of an error of the database.
    static func reading(_ error: PostgresError) -> EventLogError {
        switch error.code?.rawValue {
        case "WM409": .staleExpectation(detail: error.message ?? "")
        case "WM422": .reusedID(detail: error.message ?? "")
        case "WM424": .unknownReference(detail: error.message ?? "")
        case "WM410": EventLogError.erasure(error)
        default: .database(error)
        }
    }

    private static func erasure(_ error: PostgresError) -> EventLogError {
        error.message.flatMap { LearnerID($0) }.map { .erased($0) } ?? .database(error)
    }

    /// Runs `body` and turns what it throws into an error of the log; cancellation stays what it is.
    static func translating<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError {
            throw reading(error)
        }
    }
}

extension EventLogError {
    /// A learner cannot be erased because of a request, which may have been made under another id of the person.
    public static func requestOpen(_ learner: LearnerID, _ request: LearningEvent) -> EventLogError {
        .requestOpen(learner, since: request.occurredAt, under: request.learner)
    }
}

extension EventLogError: CustomStringConvertible {
    /// In words, for people.
    public var description: String {
        switch self {
        case .invalid(let index, let error): "event \(index + 1) of the call: \(error)"
        case .repeatedID(let id): "the id \(id) stands twice in one call, with different content"
        case .reusedID(let detail): "\(detail); a retry repeats the same content, another event needs its own id"
        case .staleExpectation(let detail): "\(detail); read the learner's record again and decide anew"
        case .unknownReference(let detail): "\(detail); append what is referred to first"
        case .erased(let learner): "the words of learner \(learner) were destroyed: none can be added to the record"
        case .requestOpen(let learner, let since, let id):
            "a request to see the record of learner \(learner)"
                + (id == learner ? "" : ", made under the same person's id \(id),")
                + " is open since \(since.date): nothing of it may be destroyed until it is answered (34 CFR 99.10(e))"
        case .alreadyErased(let learner): "learner \(learner) was erased before"
        case .unknownDistrict(let name): "there is no district named \"\(name)\"; `waymark district list` shows them"
        case .districtExists(let name): "a district named \"\(name)\" exists already"
        case .key(let error): error.description
        case .damaged(let position, let error): "the event at position \(position) cannot be read: \(error)"
        case .database(let error): error.description
        }
    }
}
