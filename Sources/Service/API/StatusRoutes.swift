import EventLog
import Hummingbird
import LearningRecord
import LibPQ
import Projections

/// Who the caller is, and how far the tables are behind the log.
enum StatusRoutes {
    static let all = [
        Endpoint("whoAmI", .get, "/api/v1/me", .any) { try await me($0) },
        Endpoint("readProjections", .get, "/api/v1/projections", .duty(.readStatus)) { try await projections($0) },
    ]

    private static func me(_ visit: Visit) async throws -> Response {
        let principal = try visit.someone()
        var object: JSONObject = ["district": .string(principal.district.name)]
        switch principal.identity {
        case .token(let token):
            object["kind"] = .string("token")
            object["name"] = .string(token.name)
            object["scopes"] = .array(token.scopes.sorted().map { .string($0.rawValue) })
            object["expiresAt"] = .string(token.expiresAt.description)
        case .account(let account, _):
            object["kind"] = .string("account")
            object["name"] = .string(account.name)
            object["login"] = .string(account.login)
            object["person"] = .text(account.person)
            object["language"] = .text(account.language)
            let granted = principal.grants.map { grant -> JSON in
                var part: JSONObject = ["part": .string(grant.role.rawValue)]
                part["school"] = .text(grant.school)
                part["learner"] = .text(grant.learner)
                return .object(part)
            }
            let roster = try await Authority(log: try visit.log()).roles(of: principal)
                .subtracting(principal.grants.map(\.role)).sorted()
            object["parts"] = .array(granted + roster.map { .object(["part": .string($0.rawValue)]) })
        }
        return .json(.object(object))
    }

    private static func projections(_ visit: Visit) async throws -> Response {
        let all = try await Projector(log: try visit.log()).status()
        return .json(.object(["projections": .array(all.map(\.json))]))
    }
}

extension ProjectionStatus {
    fileprivate var json: JSON {
        var object: JSONObject = [
            "projection": .string(projection), "build": .whole(build), "version": .whole(version),
            "state": .string(state.rawValue), "position": .whole(position), "head": .whole(head), "lag": .whole(lag),
            "shards": .whole(shards),
        ]
        object["updatedAt"] = .text(updatedAt)
        object["stoppedAt"] = stoppedAt.map { .whole($0) }
        object["error"] = .text(error)
        object["parked"] = .array(
            parked.map {
                .object([
                    "learner": .string($0.learner.description), "position": .whole($0.position),
                    "error": .string($0.error),
                ])
            })
        return .object(object)
    }
}
