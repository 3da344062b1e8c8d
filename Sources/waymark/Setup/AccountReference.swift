import EventLog
import LearningRecord
import LibPQ
import Service

/// How a person of the command line names an account: by its login.
enum AccountReference {
    static func resolve(_ login: String, in log: EventLog) async throws -> Account {
        guard let account = try await AccountStore(log: log).account(login: login), account.endedAt == nil else {
            throw Failure.refused(
                "no account of this district has that login", advice: "`waymark account list` shows them.")
        }
        return account
    }
}

/// How a person of the command line names a school: by its name.
enum SchoolReference {
    static func resolve(_ name: String, in log: EventLog) async throws -> SchoolID {
        let tenant = log.district.tenant
        let found = try await log.run { session in
            try session.query(
                "select school, name from ref.school where tenant = \(tenant) and ended_on is null order by name"
            ).map { (try $0[0, as: SchoolID.self], try $0[1, as: String.self]) }
        }
        let matching = found.filter { $0.1.lowercased() == name.lowercased() }
        guard let only = matching.first, matching.count == 1 else {
            let names = found.prefix(12).map { TextWidth.harmless($0.1) }.joined(separator: ", ")
            throw Failure.refused(
                matching.isEmpty ? "there is no school of that name" : "several schools have that name",
                advice: found.isEmpty ? "`waymark import oneroster` brings them in." : "There are \(names).")
        }
        return only.0
    }
}
