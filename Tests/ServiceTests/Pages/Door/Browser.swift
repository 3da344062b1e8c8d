import AsyncHTTPClient
import Foundation
import Glibc
import HTTPTypes
import NIOCore
import NIOHTTP1
import Synchronization

@testable import Service

/// A browser as far as it matters at the door: it keeps cookies, follows no redirect by itself, and says of a form that it
/// is the site's own.
final class Browser: Sendable {
    /// What it got.
    struct Page {
        let status: Int
        let location: String?
        let text: String
        let headers: [(String, String)]
    }

    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
    private let cookies = Mutex<[String: String]>([:])
    private let url: String

    init(_ url: String) {
        self.url = url
    }

    /// The value of a cookie.
    func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }

    func get(_ path: String) async throws -> Page { try await send(.GET, path, form: nil, site: "none") }

    func post(
        _ path: String, _ fields: [String: String], site: String = "same-origin"
    ) async throws -> Page {
        let form = fields.map { "\(Self.encoded($0))=\(Self.encoded($1))" }.joined(separator: "&")
        return try await send(.POST, path, form: form, site: site)
    }

    private func send(_ method: HTTPMethod, _ path: String, form: String?, site: String) async throws -> Page {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : url + path)
        request.method = method
        request.headers.add(name: "Accept", value: "text/html")
        request.headers.add(name: "Sec-Fetch-Site", value: site)
        let kept = cookies.withLock { $0.map { "\($0)=\($1)" }.joined(separator: "; ") }
        if !kept.isEmpty { request.headers.add(name: "Cookie", value: kept) }
        if let form {
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: form))
        }
        let response = try await Self.client.execute(request, timeout: .seconds(60))
        for line in response.headers["Set-Cookie"] {
            let parts = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let isGone = line.contains("Max-Age=0")
            cookies.withLock { $0[String(parts[0])] = isGone ? nil : String(parts[1]) }
        }
        let body = try await response.body.collect(upTo: 4 << 20)
        return Page(
            status: Int(response.status.code), location: response.headers.first(name: "Location"),
            text: String(buffer: body), headers: response.headers.map { ($0, $1) })
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    /// A port of this machine that nobody has.
    static func freePort() -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = bind(socket, pointer, length)
                _ = getsockname(socket, pointer, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
    }
}
