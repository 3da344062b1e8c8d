/// Notifications of `NOTIFY` on some channels, by a connection of its own.
///
/// A notification is a hint: one sent before `start()` returned, or while no connection was up, is never seen. So ask
/// the tables once after `start()`, and again from time to time.
/// ```swift
/// var notifications = Listener(options, ["waymark_log"]).makeAsyncIterator()
/// try await notifications.start()
/// while !Task.isCancelled {
///     try await readWhatIsNew()
///     _ = try await notifications.next(within: .seconds(5))
/// }
/// ```
/// A lost connection ends the iteration with `PostgresError`; make a new iterator to go on.
public struct Listener: AsyncSequence, Sendable {
    /// One `NOTIFY`.
    public struct Notification: Hashable, Sendable {
        /// The channel it was sent on.
        public let channel: String
        /// Its payload, empty when there is none.
        public let payload: String
        /// The server's process that sent it.
        public let backendPID: Int32

        /// A notification by its parts.
        public init(channel: String, payload: String, backendPID: Int32) {
            self.channel = channel
            self.payload = payload
            self.backendPID = backendPID
        }
    }

    private let options: ConnectionOptions
    private let channels: [String]

    /// A listener on these channels, whose names are taken exactly, letter case included.
    public init(_ options: ConnectionOptions, _ channels: [String]) {
        self.options = options
        self.channels = channels
    }

    /// An iterator with a connection of its own, made by `start()` or the first `next()`.
    public func makeAsyncIterator() -> Iterator {
        Iterator(options: options, channels: channels)
    }

    /// Walks over the notifications as they come.
    public struct Iterator: AsyncIteratorProtocol {
        private let options: ConnectionOptions
        private let channels: [String]
        private var connection: Connection?
        private var pending: ArraySlice<Notification> = []

        init(options: ConnectionOptions, channels: [String]) {
            self.options = options
            self.channels = channels
        }

        /// Connects and listens: what is sent after this returned is seen.
        /// - Throws: `PostgresError`.
        public mutating func start() async throws {
            if connection == nil { connection = try await listening() }
        }

        /// The next notification, waiting as long as it takes.
        /// - Throws: `PostgresError` when the connection is lost, `CancellationError`.
        public mutating func next() async throws -> Notification? {
            try await next(atMost: nil)
        }

        /// The next notification, or nil when none comes in this time.
        /// - Throws: `PostgresError` when the connection is lost, `CancellationError`.
        public mutating func next(within limit: Duration) async throws -> Notification? {
            try await next(atMost: limit)
        }

        private mutating func next(atMost limit: Duration?) async throws -> Notification? {
            if let first = pending.popFirst() { return first }
            let connection = if let connection { connection } else { try await listening() }
            self.connection = connection
            pending = try await connection.notifications(atMost: limit)[...]
            return pending.popFirst()
        }

        private func listening() async throws -> Connection {
            let connection = try await Connection.connect(options)
            try await connection.run { [channels] session in
                for channel in channels { try session.execute("listen \(identifier: channel)") }
            }
            return connection
        }
    }
}

extension Connection {
    nonisolated func notifications(atMost limit: Duration?) async throws -> [Listener.Notification] {
        try await stoppable { try await self.waitForNotifications(atMost: limit) }
    }

    private func waitForNotifications(atMost limit: Duration?) throws -> [Listener.Notification] {
        try session.notifications(atMost: limit)
    }
}
