import Testing

extension Program {
    /// Runs it, and ends the test unless all of it was done.
    @discardableResult
    func succeed(_ arguments: String...) async throws -> String {
        let outcome = try await run(arguments: arguments)
        try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
        return outcome.output
    }
}
