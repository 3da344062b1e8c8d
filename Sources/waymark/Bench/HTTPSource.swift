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
    static func request(
        _ method: String, _ path: String, token: String, body: [UInt8] = [], type: String = "application/json"
    ) -> [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(token)\r\n"
        if !body.isEmpty { head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }

    /// Sends a request and reads its answer whole.
    /// - Returns: the status, and the body.
    func send(_ request: [UInt8]) throws -> (status: Int, body: [UInt8]) {
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes { bytes in
                Glibc.send(socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure("the service closed the connection") }
            sent += count
        }
        var answer: [UInt8] = []
        var end: Int?
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { throw Failure("the service closed the connection") }
            answer += buffer[..<count]
            if end == nil, let head = answer.firstRange(of: [13, 10, 13, 10]) {
                let text = String(decoding: answer[..<head.lowerBound], as: UTF8.self).lowercased()
                let length = text.range(of: "content-length: ").map { text[$0.upperBound...].prefix(while: \.isNumber) }
                end = head.upperBound + (length.flatMap { Int($0) } ?? 0)
            }
            if let end, answer.count >= end {
                let status = Int(String(decoding: answer.dropFirst(9).prefix(3), as: UTF8.self)) ?? 0
                let start = answer.firstRange(of: [13, 10, 13, 10])?.upperBound ?? end
                return (status, Array(answer[start..<end]))
            }
        }
    }
}
