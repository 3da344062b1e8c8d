import CLibPQ

extension Session {
    /// Waits for notifications on the channels listened to; none when the limit passes first.
    func notifications(atMost limit: Duration?) throws(PostgresError) -> [Listener.Notification] {
        let wire = try liveWire()
        let start = ContinuousClock.now
        while true {
            let found = take(from: try wire.open())
            if !found.isEmpty { return found }
            let left = limit.map { $0 - start.duration(to: .now) }
            if let left, left <= .zero { return [] }
            do throws(PostgresError) {
                _ = try wire.waitForInput(atMost: left)
            } catch {
                if error.kind == .connection { close() }
                throw error
            }
        }
    }

    private func take(from pointer: OpaquePointer) -> [Listener.Notification] {
        var found: [Listener.Notification] = []
        while let notification = PQnotifies(pointer) {
            defer { PQfreemem(notification) }
            found.append(
                Listener.Notification(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra),
                    backendPID: notification.pointee.be_pid))
        }
        return found
    }
}
