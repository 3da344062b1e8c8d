import Foundation
import Glibc

/// A client of HTTP/1.1 that keeps its connection and does nothing else: what it costs is small beside what it measures.
/// One thread uses it.
final class HTTPSource {
    private let socket: Int32
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// Connects to a port of this machine.
    init(port: UInt16) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Failure("the service cannot be reached") }
        var one: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(socket) }

    /// A request's bytes.
    /// - Parameter headers: lines of headers, each with its end.
    static func request(
        _ method: String, _ path: String, headers: String, body: [UInt8] = [], type: String = "application/json"
    ) -> [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers
        if !body.isEmpty { head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }

    /// A request of a system that has a token.
    static func request(_ method: String, _ path: String, token: String, body: [UInt8] = []) -> [UInt8] {
        request(method, path, headers: "Authorization: Bearer \(token)\r\n", body: body)
    }

    /// What came back.
    struct Answer {
        let status: Int
        /// The lines before the body.
        let head: String
        let body: [UInt8]

        /// The value of a header, the first of them.
        func value(of name: String) -> Substring? {
            let lines = head.split(separator: "\r\n")
            guard let line = lines.first(where: { $0.lowercased().hasPrefix(name.lowercased() + ": ") }) else {
                return nil
            }
            return line.dropFirst(name.count + 2)
        }
    }

    /// Sends a request and reads its answer whole, which must say its length.
    func send(_ request: [UInt8]) throws -> Answer {
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes { bytes in
                Glibc.send(socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure("the service closed the connection") }
            sent += count
        }
        var answer: [UInt8] = []
        var start: Int?
        var end = Int.max
        while answer.count < end {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { throw Failure("the service closed the connection") }
            answer += buffer[..<count]
            if start == nil, let found = Self.place(of: "\r\n\r\n", in: answer) {
                start = found + 4
                end = found + 4 + Self.length(in: answer[..<found])
            }
        }
        let head = String(decoding: answer[..<(start ?? 0)], as: UTF8.self)
        return Answer(
            status: Int(head.dropFirst(9).prefix(3)) ?? 0, head: head, body: Array(answer[(start ?? 0)...]))
    }

    /// Content-Length, as this service writes its name.
    private static func length(in head: ArraySlice<UInt8>) -> Int {
        guard let place = place(of: "\r\nContent-Length: ", in: head) ?? place(of: "\r\ncontent-length: ", in: head)
        else {
            return 0
        }
        return head[(place + 18)...].prefix { (48...57).contains($0) }.reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    private static func place(of text: StaticString, in bytes: some Collection<UInt8>) -> Int? {
        let found = bytes.withContiguousStorageIfAvailable { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            return (0..<max(0, bytes.count - text.utf8CodeUnitCount + 1)).first { place in
                memcmp(base + place, text.utf8Start, text.utf8CodeUnitCount) == 0
            }
        }
        return found ?? nil
    }
}
