import CLibPQ

/// Hands the server's notices to the caller instead of stderr, where libpq would print them.
final class NoticeBox {
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
        guard let handle else { return }
        func field(_ character: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(character.value)).map { String(cString: $0) }
        }
        handle(
            Notice(
                code: field("C").map { PostgresError.Code(rawValue: $0) }, severity: field("S") ?? "NOTICE",
                message: field("M") ?? ""))
    }
}
