import CLibPQ

/// What a closure given to a `Connection` or `Pool` works with: synchronous, on the connection's own thread.
///
/// It lives only inside that closure. It is not `Sendable`, so no statement can run after the transaction it was in.
public final class Session {
    let options: ConnectionOptions
    /// Ends a wait of this connection's thread early, from any thread.
    package let wake: WakePipe
    private(set) var wire: Wire?
    private(set) var notices: NoticeBox?
    var statements = StatementCache(capacity: 256)
    /// Session settings as this connection last set them.
    var settings: Settings
    /// Told to the pool: true once this connection can never be used again.
    let isBroken: Monitor<Bool>
    /// Counted up by the pool each time it lends the connection.
    let lease: Monitor<UInt64>

    init(options: ConnectionOptions, wake: WakePipe, isBroken: Monitor<Bool>, lease: Monitor<UInt64>) {
        self.options = options
        self.wake = wake
        self.isBroken = isBroken
        self.lease = lease
        settings = Settings(options.settings)
    }

    /// Connects; blocks up to `connect_timeout` for each host.
    func open() throws(PostgresError) {
        if let problem = options.problem { throw problem }
        let keywords = options.connectKeywords
        let names = CStrings(keywords.map(\.key))
        let values = CStrings(keywords.map(\.value))
        guard let pointer = PQconnectdbParams(names.pointers, values.pointers, 0) else {
            throw .connection("No memory is left for a connection.")
        }
        guard PQstatus(pointer) == CONNECTION_OK else {
            defer { PQfinish(pointer) }
            throw .refused(String(cString: PQerrorMessage(pointer)))
        }
        notices = NoticeBox(pointer, options.onNotice)
        wire = Wire(pointer, wake: wake, answerLimit: options.answerLimit)
    }

    func close() {
        wire?.close()
        wire = nil
        isBroken.withLock { $0 = true }
    }

    func liveWire() throws(PostgresError) -> Wire {
        guard let wire else { throw .closed }
        return wire
    }

    /// Whether statements can be run: false once the connection was lost.
    public var isUsable: Bool { wire?.isUsable ?? false }

    /// The process id of the server's end: `pg_backend_pid()`.
    public var backendPID: Int32 {
        wire?.pointer.map { PQbackendPID($0) } ?? 0
    }

    /// The server's version as a number: 150018 is 15.18.
    public var serverVersion: Int {
        wire?.pointer.map { Int(PQserverVersion($0)) } ?? 0
    }
}

/// Texts as C strings, alive as long as this is.
struct CStrings: ~Copyable {
    private let storage: [UnsafeMutablePointer<CChar>]

    init(_ texts: [String]) {
        storage = texts.map { text in
            var text = text
            return text.withUTF8 { utf8 in
                let copy = UnsafeMutablePointer<CChar>.allocate(capacity: utf8.count + 1)
                for (index, byte) in utf8.enumerated() { copy[index] = CChar(bitPattern: byte) }
                copy[utf8.count] = 0
                return copy
            }
        }
    }

    deinit {
        for pointer in storage { pointer.deallocate() }
    }

    /// The texts and a null at the end.
    var pointers: [UnsafePointer<CChar>?] { storage.map { UnsafePointer($0) } + [nil] }
}
