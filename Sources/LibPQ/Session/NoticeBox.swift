import CLibPQ

/// Hands the server's notices to the caller instead of stderr, where libpq would print them.
final class NoticeBox {
    /// Whether the server said that it ends the session. libpq treats what comes while nothing runs as a notice.
    private(set) var hasSaidGoodbye = false
    private let handle: (@Sendable (Notice) -> Void)?

    init(_ connection: OpaquePointer, _ handle: (@Sendable (Notice) -> Void)?) {
        self.handle = handle
        // Unretained: the session keeps this box longer than the connection.
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context, let result else { return }
                Unmanaged<NoticeBox>.fromOpaque(context).takeUnretainedValue().receive(result)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func receive(_ result: OpaquePointer) {
        func field(_ character: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(character.value)).map { String(cString: $0) }
        }
        // An immediate shutdown is told by a WARNING of class 57P, operator intervention.
        let isIntervention = field("C")?.hasPrefix("57P") ?? false
        if isIntervention || ["FATAL", "PANIC"].contains(field("V")) { hasSaidGoodbye = true }
        handle?(
            Notice(
                code: field("C").map { PostgresError.Code(rawValue: $0) }, severity: field("S") ?? "NOTICE",
                message: field("M") ?? ""))
    }
}
