import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord
import NIOCore
import Synchronization

extension OpenIDProvider {
    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/.well-known/openid-configuration") { request, _ in
            try await self.respond(.discovery, to: request) { Self.json(self.discovery()) }
        }
        router.get("/keys") { request, _ in
            try await self.respond(.keys, to: request) { Self.json(try self.keySet()) }
        }
        router.get("/authorize") { request, _ in self.choose(request) }
        router.post("/token") { request, _ in
            let form = try await request.body.collect(upTo: 1 << 16)
            return try await self.respond(.token, to: request) {
                let (json, error) = try self.exchange(
                    String(buffer: form), authorization: request.headers[.authorization])
                return json.map { Self.json($0) } ?? Self.json(.object(["error": .string(error)]), .badRequest)
            }
        }
        return router
    }

    /// The page on which a person chooses an account, or, once one is chosen, the way back.
    ///
    /// A test that wants to choose without the page adds `&account=` and the subject to the address.
    private func choose(_ request: Request) -> Response {
        count(request)
        let form = request.uri.query ?? ""
        guard let asked = AuthorizationRequest(form: form, provider: self) else {
            return Self.page("<h1>This request is not in order.</h1>", .badRequest)
        }
        let fields = formFields(form)
        if let subject = fields["account"] {
            let account = accounts.first { $0.subject == subject }
            return Response(status: .found, headers: [.location: answer(asked, account: account)])
        }
        return Self.page(ProviderPage.choice(accounts, fields))
    }

    private func respond(
        _ place: OpenIDMisbehaviour.Place, to request: Request, _ answer: () throws -> Response
    ) async throws -> Response {
        count(request)
        switch state.withLock({ $0.misbehaviour }) {
        case .oversized(place):
            return Self.json(.object(["padding": .string(String(repeating: "x", count: 4 << 20))]))
        case .silent(place):
            try await Task.sleep(for: .seconds(60))
            return try answer()
        case .trickling(place):
            let body = ResponseBody { writer in
                for _ in 0..<1200 {
                    try await writer.write(ByteBuffer(string: " "))
                    try await Task.sleep(for: .milliseconds(50))
                }
                try await writer.finish(nil)
            }
            return Response(status: .ok, headers: [.contentType: "application/json"], body: body)
        case .failing(place): return Response(status: .internalServerError)
        case .redirecting(place): return Response(status: .temporaryRedirect, headers: [.location: request.uri.path])
        case .notJSON(place): return Self.page("<h1>Sign in to the network first.</h1>")
        default: return try answer()
        }
    }

    private func count(_ request: Request) {
        state.withLock { $0.requests[request.uri.path, default: 0] += 1 }
    }

    private static func json(_ json: JSON, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter.bytes(json))))
    }

    private static func page(_ body: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: ProviderPage.whole(body))))
    }
}
