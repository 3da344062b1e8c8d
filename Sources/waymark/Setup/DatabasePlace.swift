import EventLog
import LibPQ
import PrivateCluster

/// Where the database is: the user's own PostgreSQL, else the private cluster.
struct DatabasePlace: Sendable {
    /// How to connect as whoever the user is there: an administrator of the private cluster.
    let options: ConnectionOptions
    /// The private cluster, when that is it.
    let cluster: PrivateCluster?
    /// The environment's names, for keys and settings.
    let environment: [String: String]

    /// DATABASE_URL or PG* name the user's own; otherwise it is the private cluster.
    init(environment: [String: String]) {
        self.environment = environment
        if let options = ConnectionOptions.fromEnvironment(environment) {
            self.options = options.with(settings: ["application_name": "waymark"])
            cluster = nil
        } else {
            let cluster = PrivateCluster(home: PrivateCluster.defaultHome(environment: environment))
            options = ConnectionOptions(cluster.keywords, settings: ["application_name": "waymark"])
            self.cluster = cluster
        }
    }

    /// The file of the master key where the environment names none.
    var masterKeyFile: String {
        PrivateCluster.defaultHome(environment: environment) + "/master.key"
    }

    /// How to connect to the database of the keys, where that is another one.
    var keyOptions: ConnectionOptions? {
        guard let url = environment["WAYMARK_KEY_DATABASE"], !url.isEmpty else { return nil }
        return ConnectionOptions(url: url, settings: ["application_name": "waymark"])
    }

    /// The register of erasures: where the environment names one, it must be there.
    var erasureRegister: ErasureRegister {
        if let path = environment["WAYMARK_ERASURES"], !path.isEmpty {
            return ErasureRegister(path: path, isRequired: true)
        }
        let home = PrivateCluster.defaultHome(environment: environment)
        return ErasureRegister(path: home + "/erasures.jsonl", isRequired: false)
    }

    /// Runs `body` on a connection of its own, as the administrator.
    func administer<Value: Sendable>(
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await reaching { try await Connection.connect(options) }
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Runs `body`; says how to start the private cluster when that is what is missing.
    func reaching<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError where error.kind == .connection && cluster != nil {
            throw Failure(
                "no database runs in \(cluster?.home ?? "")",
                advice: "`waymark db start` starts it; or set DATABASE_URL to use a PostgreSQL of your own.",
                status: .noDatabase, details: error.debugDescription)
        }
    }
}
