/// Ctrl-C, with what a person needs to know then.
struct Interrupted: Error {
    /// What is stored, and what is not.
    let stored: String
    /// How to go on.
    let resume: String
}

extension Interrupted {
    /// Runs `body`; when it is cancelled, says what is stored and how to go on.
    static func explaining<Value>(
        _ explanation: @autoclosure () -> Interrupted, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch  where Failure.isCancellation(error) || Task.isCancelled {
            throw explanation()
        }
    }
}
