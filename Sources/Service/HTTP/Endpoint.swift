import HTTPTypes
import Hummingbird

/// A route: where it is, what it asks of the caller, and what it answers. The list of all of them
/// (``ServiceRoutes/all``) is what the server serves, what the OpenAPI document is checked against, and what the matrix of
/// rights is tested over.
struct Endpoint: Sendable {
    /// What it is for the audit, the metrics and the OpenAPI document.
    let name: String
    let method: HTTPRequest.Method
    /// Such as `/api/v1/learners/{learner}/continuum`.
    let path: String
    let permission: Permission
    /// The parameters of its address that it knows. The gate of programs refuses others by name.
    let parameters: [Parameter]
    /// Whether a look through it is noted in the learner's audit; what adds to a record says so in the log already.
    var isAudited = true
    /// Bytes of a body, at the most.
    var bodyLimit = 1_048_576
    /// After which it is given up; `nil` for what goes on.
    var deadline: Duration? = .seconds(30)
    let respond: @Sendable (Visit) async throws -> Response

    init(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ permission: Permission,
        parameters: [Parameter] = [], isAudited: Bool = true, bodyLimit: Int = 1_048_576,
        deadline: Duration? = .seconds(30),
        respond: @escaping @Sendable (Visit) async throws -> Response
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.permission = permission
        self.parameters = parameters
        self.isAudited = isAudited
        self.bodyLimit = bodyLimit
        self.deadline = deadline
        self.respond = respond
    }

    /// Whether programs call it: what they are told of errors is JSON.
    var isAPI: Bool { path.hasPrefix("/api/") }
}
