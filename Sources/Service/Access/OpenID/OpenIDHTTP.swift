import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Requests to a provider: short answers, soon, and from the address that was asked.
struct OpenIDHTTP: Sendable {
    let client: HTTPClient
    let limits: OpenIDLimits

    /// A client that does not follow redirects: a provider's addresses are exact, and a code or secret goes nowhere else.
    static func makeClient(_ limits: OpenIDLimits) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .init(limits.timeout), read: .init(limits.timeout)))
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// The body at an address, when its status is 200.
    func get(_ address: String, _ place: OpenIDPlace) async throws(OpenIDError) -> [UInt8] {
        let (status, body) = try await send(HTTPClientRequest(url: address), place)
        guard status == 200 else { throw .status(place, code: status) }
        return body
    }

    /// Status and body in answer to a form.
    func post(
        _ form: String, to address: String, authorization: String?, _ place: OpenIDPlace
    ) async throws(OpenIDError) -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        if let authorization { request.headers.add(name: "authorization", value: authorization) }
        request.body = .bytes(Array(form.utf8))
        return try await send(request, place)
    }

    private func send(
        _ request: HTTPClientRequest, _ place: OpenIDPlace
    ) async throws(OpenIDError) -> (Int, [UInt8]) {
        var request = request
        request.headers.add(name: "accept", value: "application/json")
        let prepared = request
        let (client, limits) = (client, limits)
        do {
            return try await withThrowingTaskGroup(of: (Int, [UInt8])?.self) { group in
                group.addTask {
                    let response = try await client.execute(prepared, timeout: .init(limits.timeout))
                    let body = try await response.body.collect(upTo: limits.maximumBody)
                    return (Int(response.status.code), Array(body.readableBytesView))
                }
                // The client's own deadline ends with the head of the answer; a body could trickle for ever.
                group.addTask {
                    try await Task.sleep(for: limits.timeout)
                    return nil
                }
                defer { group.cancelAll() }
                guard let answer = try await group.next() ?? nil else { throw OpenIDError.timedOut(place) }
                return answer
            }
        } catch let error as OpenIDError {
            throw error
        } catch is NIOTooManyBytesError {
            throw .tooLong(place)
        } catch let error as HTTPClientError where Self.timeouts.contains(error) {
            throw .timedOut(place)
        } catch {
            // What the client says may hold the request.
            throw .unreachable(place)
        }
    }

    private static let timeouts: [HTTPClientError] = [.deadlineExceeded, .connectTimeout, .readTimeout]
}
