import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import Projections
import Service

/// What a school day needs before it begins: an invented district with all its tables, further districts, and people who
/// may come in.
struct ServiceDay {
    let database: BenchDatabase
    /// A folder of `waymark-sample district`.
    let sample: String

    /// Brings the invented district in, and its tables up to date.
    func prepare(_ progress: (String) -> Void) async throws {
        let log = database.log
        progress("the framework and the roster of the sample")
        let framework = try Data(contentsOf: URL(fileURLWithPath: sample + "/framework.json"))
        _ = try await CASEImport.run(bytes: Array(framework), into: log.district, pool: database.store.pool)
        _ = try await RosterImport(log: log, options: RosterImportOptions(asOf: Clock.now().date))
            .run(from: NamedFilesLocation(path: sample + "/roster"))
        progress("the events of the sample")
        _ = try await EventImport(log: log).run(path: sample + "/events.jsonl")
        for name in ProjectionCatalogue.names {
            progress("\(name), \(try await log.head()) events")
            _ = try await Projector(log: log).catchUp(name)
        }
    }

    /// As a server has it that has run for a while: what comes in on one day is a small part of what it has.
    func tidyUp() async throws {
        try await database.admin.run { session in
            try session.execute("vacuum (analyze)")
            try session.execute("checkpoint")
        }
    }

    /// Learners of the district.
    func learners() async throws -> [LearnerID] {
        let tenant = database.log.district.tenant
        return try await database.log.run { session in
            try session.query(
                "select person from ref.person where tenant = \(tenant) and 'student' = any(roles)"
            ).map { try $0[0, as: LearnerID.self] }
        }
    }

    /// A token of the district, and of further ones that are made for it.
    func tokens(districts: Int) async throws -> [String] {
        var tokens: [String] = []
        for number in 0..<districts {
            let log =
                number == 0
                ? database.log
                : database.store.log(of: try await database.store.createDistrict(named: "Day \(number)"))
            tokens.append(
                try await TokenStore(log: log).create(
                    named: "bench", scopes: [.appendEvents, .readRecords], lifetime: .seconds(86_400)
                ).text)
        }
        return tokens
    }

    /// Somebody with a part signs in.
    /// - Returns: the line of headers by which they are known.
    func session(_ role: AccessRole, on port: UInt16) async throws -> String {
        let accounts = AccountStore(log: database.log)
        let account = try await accounts.create(login: "\(role.rawValue)@example.org", name: "Kit Rowan")
        try await accounts.add(RoleGrant(role: role), to: account.id)
        let link = try await LinkStore(log: database.log).make(.invite, for: account.id)
        let source = try HTTPSource(port: port)
        let password = "three brown herons"
        _ = try source.timed(Self.form(link, ["password": password, "again": password]), wanting: 303)
        let fields = [
            "district": "\(database.log.district.id)", "login": "\(role.rawValue)@example.org", "password": password,
        ]
        let answer = try source.timed(Self.form("/sign-in", fields), wanting: 303).answer
        guard let cookie = answer.value(of: "Set-Cookie")?.prefix(while: { $0 != ";" }) else {
            throw Failure("\(role.rawValue) could not sign in")
        }
        return "Cookie: \(cookie)\r\nAccept: text/html\r\n"
    }

    private static func form(_ path: String, _ fields: [String: String]) -> [UInt8] {
        let body = fields.map { name, value in
            name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value)
        }.joined(separator: "&")
        return HTTPSource.request(
            "POST", path, headers: "Accept: text/html\r\nSec-Fetch-Site: same-origin\r\n", body: Array(body.utf8),
            type: "application/x-www-form-urlencoded")
    }
}
