import Foundation

/// Where one version of PostgreSQL's server programs is installed.
public struct PostgresInstallation: Sendable, Equatable {
    /// The oldest version Waymark works with.
    public static let oldestMajor = 15

    /// The folder with `postgres`, `initdb`, `pg_ctl` and `psql`.
    public let programs: String
    /// For example 15.
    public let major: Int
    /// For example "15.18".
    public let version: String

    /// The newest installation of version 15 or newer; with `major`, the one of exactly that version.
    ///
    /// Looks in the folders of `PATH`, and where Debian, Red Hat, PostgreSQL's own build and Homebrew put it.
    /// - Throws: `ClusterError.postgresNotFound`.
    static func find(
        major: Int? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(ClusterError) -> PostgresInstallation {
        let folders = candidates(environment: environment)
        var found: [PostgresInstallation] = []
        for link in folders {
            // A link to one program is not a folder of all: follow it to where the others are.
            let folder = (SystemCall.canonical(link + "/postgres") as NSString).deletingLastPathComponent
            guard hasPrograms(folder) else { continue }
            let outcome = try await Command(program: folder + "/postgres", arguments: ["--version"]).run()
            guard outcome.succeeded, let version = version(in: outcome.output) else { continue }
            found.append(
                PostgresInstallation(programs: folder, major: Self.major(of: version), version: version))
        }
        let fitting = found.filter { $0.major >= oldestMajor && (major == nil || $0.major == major) }
        // Of two with one version the first in order wins: PATH comes first.
        guard let newest = fitting.map(\.major).max(), let best = fitting.first(where: { $0.major == newest }) else {
            throw .postgresNotFound(searched: folders)
        }
        return best
    }

    static func candidates(environment: [String: String]) -> [String] {
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let versioned = ["/usr/lib/postgresql", "/usr/pgsql-", "/opt/homebrew/opt/postgresql@"].flatMap(versions(of:))
        var seen: Set<String> = []
        return (path + versioned + ["/usr/local/pgsql/bin"]).filter { seen.insert($0).inserted }
    }

    /// `/usr/lib/postgresql/*/bin`, or `/usr/pgsql-*/bin` where the version ends the folder's name.
    private static func versions(of prefix: String) -> [String] {
        let numbers = (oldestMajor...oldestMajor + 15).reversed()
        let separator = prefix.hasSuffix("postgresql") ? "/" : ""
        return numbers.map { "\(prefix)\(separator)\($0)/bin" }
            .filter { FileManager.default.fileExists(atPath: $0) }
    }

    private static func hasPrograms(_ folder: String) -> Bool {
        ["postgres", "initdb", "pg_ctl"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
    }

    /// The version in `postgres (PostgreSQL) 15.18 (Debian 15.18-1)`, also of `16beta1`; nil when there is none.
    static func version(in text: String) -> String? {
        guard let mark = text.range(of: "(PostgreSQL) ") else { return nil }
        let word = text[mark.upperBound...].prefix { !$0.isWhitespace }
        return word.first?.isNumber == true ? String(word) : nil
    }

    static func major(of version: String) -> Int {
        Int(version.prefix { $0.isNumber }) ?? 0
    }
}
