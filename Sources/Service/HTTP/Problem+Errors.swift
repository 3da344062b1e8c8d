import EventLog
import Hummingbird
import Interchange
import LearningRecord
import LibPQ
import Projections

extension Problem {
    /// What a caller is told of an error of any layer: never SQL, never a stack, never anybody's data.
    init(reading error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as EventLogError: self.init(error)
        case let error as PostgresError: self.init(error)
        case let error as AccessError: self.init(error == .unknown ? .notFound : .conflict, error.description)
        case let error as RecordError: self.init(.badRequest, error.description)
        case let error as HTTPError: self.init(error)
        case is CancellationError: self.init(.unavailable, "The service is being stopped.", retryAfter: 2)
        default: self.init(.internalError, "The request's id leads to what happened in the service's log.")
        }
    }

    private init(_ error: EventLogError) {
        switch error {
        case .invalid(let index, let reason):
            self.init(.invalidEvent, reason.description, members: ["errors": .array([Self.member(index, reason)])])
        case .repeatedID, .reusedID: self.init(.reusedID, error.description)
        case .unknownReference: self.init(.unknownReference, error.description)
        case .staleExpectation: self.init(.staleExpectation, error.description)
        case .erased, .alreadyErased: self.init(.gone, "The learner's words were destroyed; nothing is added to them.")
        case .requestOpen, .districtExists, .unknownDistrict: self.init(.conflict, error.description)
        case .database(let error): self.init(error)
        case .key: self.init(.internalError, "The key of the words is missing or wrong; the operator has to see to it.")
        case .damaged: self.init(.internalError, "An event of the log cannot be read; the operator has to see to it.")
        }
    }

    private init(_ error: PostgresError) {
        switch error.kind {
        case .connection: self.init(.unavailable, "It is tried again; so may you.", retryAfter: 2)
        case .timeout: self.init(.timeout, "The database took too long; ask for less, or later.", retryAfter: 5)
        case .cancelled: self.init(.timeout, "The time for this request ran out.", retryAfter: 5)
        default: self.init(.internalError, "The request's id leads to what happened in the service's log.")
        }
    }

    private init(_ error: HTTPError) {
        let sort =
            Sort.allCases.first { $0.status == error.status }
            ?? (error.status.code < 500 ? .badRequest : .internalError)
        switch sort {
        case .notFound: self = .notFound
        case .tooLarge: self.init(.tooLarge, "The body has more bytes than this route takes.")
        case .methodNotAllowed: self.init(.methodNotAllowed, "The route answers other methods.")
        default: self.init(sort, error.body ?? sort.title)
        }
    }

    /// One wrong event of a call.
    static func member(_ index: Int, _ reason: RecordError) -> JSON {
        .object([
            "index": .number(String(index)), "code": .string(reason.code.rawValue), "path": .string(reason.path),
            "message": .string(reason.message),
        ])
    }
}
