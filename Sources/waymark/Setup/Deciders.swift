import EventLog
import LearningRecord
import ReferenceData

/// Who decided what a command does.
enum Deciders {
    /// The person that `name` names, as an administrator; the system where nobody is named.
    static func administrator(_ name: String?, in log: EventLog) async throws -> Assertion {
        try await person(name, as: .administrator, in: log)
    }

    /// The person that `name` names, in a part; the system where nobody is named.
    static func person(_ name: String?, as role: Role, in log: EventLog) async throws -> Assertion {
        guard let name else { return Assertion(role: .system) }
        return Assertion(person: try await LearnerReference.resolve(name, in: log, isExact: true).id, role: role)
    }
}
