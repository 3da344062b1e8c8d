/// A bound on how long something takes.
enum Deadline {
    /// Runs `body`, and gives it up after `limit`.
    /// - Throws: ``Problem`` of the sort `timeout`, or what the body throws.
    static func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else {
                throw Problem(.timeout, "It was given up after \(limit.components.seconds) seconds.", retryAfter: 5)
            }
            return value
        }
    }
}
