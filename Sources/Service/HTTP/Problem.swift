import HTTPTypes
import Hummingbird
import LearningRecord

/// Why a request was not answered as it wanted (RFC 9457): what was wrong, where, and what to do. Never anybody's data.
struct Problem: Error, Sendable {
    /// The sorts of problems. Programs go by these; the words around them may change.
    enum Sort: String, CaseIterable, Sendable {
        case badRequest = "bad-request"
        case invalidEvent = "invalid-event"
        case notSignedIn = "not-signed-in"
        case forbidden
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case notAcceptable = "not-acceptable"
        case conflict
        case staleExpectation = "stale-expectation"
        case reusedID = "reused-id"
        case unknownReference = "unknown-reference"
        case gone
        case tooLarge = "too-large"
        case unsupportedType = "unsupported-media-type"
        case crossSite = "cross-site"
        case tooManyRequests = "too-many-requests"
        case overloaded
        case behind
        case timeout
        case unavailable
        case internalError = "internal-error"

        var status: HTTPResponse.Status {
            switch self {
            case .badRequest: .badRequest
            case .invalidEvent, .unknownReference, .reusedID: .unprocessableContent
            case .notSignedIn: .unauthorized
            case .forbidden, .crossSite: .forbidden
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .notAcceptable: .notAcceptable
            case .conflict, .staleExpectation: .conflict
            case .gone: .gone
            case .tooLarge: .contentTooLarge
            case .unsupportedType: .unsupportedMediaType
            case .tooManyRequests, .overloaded: .tooManyRequests
            case .behind, .unavailable, .timeout: .serviceUnavailable
            case .internalError: .internalServerError
            }
        }

        var title: String {
            switch self {
            case .badRequest: "The request cannot be read"
            case .invalidEvent: "An event is not one that the log takes"
            case .notSignedIn: "Nobody is signed in"
            case .forbidden: "This is not yours to do"
            case .notFound: "There is nothing here for you"
            case .methodNotAllowed: "This cannot be done here"
            case .notAcceptable: "It cannot be answered in that form"
            case .conflict: "It does not fit what is there"
            case .staleExpectation: "The record has grown since it was read"
            case .reusedID: "The id is taken"
            case .unknownReference: "An event speaks of one that is not in the record"
            case .gone: "It is not there any more"
            case .tooLarge: "The request is too large"
            case .unsupportedType: "The body has another form than is taken here"
            case .crossSite: "The request came from another site"
            case .tooManyRequests: "Too many requests"
            case .overloaded: "More came at once than can be taken"
            case .behind: "The tables are not that far yet"
            case .timeout: "It took too long"
            case .unavailable: "The database cannot be reached"
            case .internalError: "Something went wrong here"
            }
        }
    }

    let sort: Sort
    /// What was wrong with this request, and what to do.
    let detail: String
    /// Further members of the answer.
    var members: JSONObject
    /// After how many seconds it is worth trying again.
    var retryAfter: Int?
    /// The methods that the address answers, where the request had another.
    var allowed: [HTTPRequest.Method] = []

    init(_ sort: Sort, _ detail: String, members: JSONObject = [:], retryAfter: Int? = nil) {
        self.sort = sort
        self.detail = detail
        self.members = members
        self.retryAfter = retryAfter
    }

    /// The address is there and answers other methods (RFC 9110, section 15.5.6).
    static func wrongMethod(allowed: [HTTPRequest.Method]) -> Problem {
        var problem = Problem(
            .methodNotAllowed, "This address answers \(allowed.map(\.rawValue).joined(separator: ", ")).")
        problem.allowed = allowed
        return problem
    }

    /// Where nothing is, and where something is that is not the caller's: the same answer.
    static var notFound: Problem {
        Problem(.notFound, "No such thing exists, or it is not yours to see.")
    }

    /// As JSON (RFC 9457, section 3.1). The type is an address relative to the service, where the sort is explained.
    func json(request: String) -> JSON {
        var object: JSONObject = [
            "type": .string("/problems/\(sort.rawValue)"), "title": .string(sort.title),
            "status": .number(String(sort.status.code)), "detail": .string(detail),
            "instance": .string("urn:request:\(request)"),
        ]
        for member in members.members { object[member.name] = member.value }
        return .object(object)
    }

    /// The answer for programs.
    func response(request: String) -> Response {
        var response = Response.json(json(request: request), status: sort.status)
        response.headers[.contentType] = "application/problem+json"
        response.headers[.cacheControl] = "no-store"
        if sort == .notSignedIn { response.headers[.wwwAuthenticate] = #"Bearer realm="waymark""# }
        if !allowed.isEmpty { response.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ") }
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        return response
    }
}
