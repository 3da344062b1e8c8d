import LearningRecord

/// Why a line of a file of learning events was not taken.
enum EventLineError: Error, CustomStringConvertible {
    case tooLong(limit: Int)
    case record(RecordError)
    case unknownReference(path: String, what: String)
    case erased(path: String)
    case keyNeeded
    case bothIDAndKey
    case badKey
    case reserved
    case refused(String)

    var description: String {
        switch self {
        case .tooLong(let limit): "the line has more than \(limit) bytes"
        case .record(let error): error.description
        case .unknownReference(let path, let what):
            "\(path): the roster has no \(what) with this sourcedId; import the roster first"
        case .erased(let path): "\(path): this person was erased"
        case .keyNeeded: "id: must be there, or a key from which it is made"
        case .bothIDAndKey: "key: stands beside an id; give one of them"
        case .badKey: "key: must be a text of 1 to 500 bytes"
        case .reserved:
            "kind: an erasure is not imported; `waymark erase learner` or `waymark retention run` does and records it"
        case .refused(let reason): reason
        }
    }

    /// The same as an error of the record, with the place apart.
    var asRecordError: RecordError {
        switch self {
        case .record(let error): error
        case .unknownReference(let path, let what):
            RecordError(
                .invalidValue, at: path, "the roster has no \(what) with this sourcedId; import the roster first")
        case .erased(let path): RecordError(.invalidValue, at: path, "this person was erased")
        case .keyNeeded: RecordError(.missingField, at: "id", "must be there, or a key from which it is made")
        case .bothIDAndKey: RecordError(.invalidValue, at: "key", "stands beside an id; give one of them")
        case .badKey: RecordError(.invalidValue, at: "key", "must be a text of 1 to 500 bytes")
        case .reserved: RecordError(.unknownKind, at: "kind", "Waymark alone says this, when it has done it")
        case .tooLong, .refused: RecordError(.malformed, at: "", description)
        }
    }
}
