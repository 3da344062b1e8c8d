import EventLog
import Foundation
import LibPQ
import Schema

/// The database that a command works in, checked: it can be reached, it is migrated, its log is append-only.
struct Site: Sendable {
    /// Where it is.
    let place: DatabasePlace
    /// Its districts and their logs.
    let store: Store
    /// The master key, where there is one.
    let master: MasterKey?
    /// What weakens the promise that the log is append-only, without breaking it.
    let warnings: [String]

    /// Connections that one command uses at once.
    private static let connections = 4
    /// Connections to the database of the keys that one command uses at once.
    private static let keyConnections = 2

    /// Opens the database that the environment names.
    /// - Parameters:
    ///   - isRestoring: whether erasures may be missing: for the command that carries them out again.
    ///   - connections: how many are used at once.
    ///   - keysKept: learners' keys that stay open at the most.
    static func open(
        needingKey: Bool = false, isRestoring: Bool = false, connections: Int = connections, keysKept: Int = 200_000
    ) async throws -> Site {
        let environment = ProcessInfo.processInfo.environment
        let place = DatabasePlace(environment: environment)
        let master = try masterKey(place, isNeeded: needingKey)
        let pool = Pool(Store.options(place.options), size: connections)
        let store = Store(
            pool: pool, master: master,
            keyPool: place.keyOptions.map { Pool(Store.options($0), size: keyConnections) }, keysKept: keysKept)
        try await checkMigrations(place, place.options, "the database")
        if let keys = place.keyOptions { try await checkMigrations(place, keys, "the database of the keys") }
        let catalogue = try await store.checkCatalogue()
        guard catalogue.faults.isEmpty else { throw refusal(catalogue.faults) }
        guard try await store.keysAreApart() else {
            throw Failure.refused(
                "WAYMARK_KEY_DATABASE names the database of the record itself", advice: "Name another database.")
        }
        guard try await !store.isKeyDatabase() else {
            throw Failure.refused(
                "this database keeps the keys of another record",
                advice: "Name the record in DATABASE_URL, and this one in WAYMARK_KEY_DATABASE.")
        }
        let site = Site(place: place, store: store, master: master, warnings: catalogue.warnings)
        if !isRestoring { try await site.checkErasures() }
        return site
    }

    /// Opens the district that the command line, else the environment, else the database itself names.
    static func work<Value>(
        in options: DistrictOptions, needingKey: Bool = false, _ body: (Site, EventLog) async throws -> Value
    ) async throws -> Value {
        let site = try await open(needingKey: needingKey)
        let district = try await site.district(named: options.district)
        let value = try await body(site, site.store.log(of: district))
        await site.store.pool.close()
        await site.store.keyPool?.close()
        return value
    }

    /// A key that is wrong or unreadable is told at once; a missing one only to those who need it.
    private static func masterKey(_ place: DatabasePlace, isNeeded: Bool) throws -> MasterKey? {
        do {
            return try MasterKey.load(environment: place.environment, fallbackFile: place.masterKeyFile)
        } catch KeyError.noMasterKey where !isNeeded {
            return nil
        }
    }

    private static func checkMigrations(
        _ place: DatabasePlace, _ options: ConnectionOptions, _ name: String
    ) async throws {
        let pending = try await place.reaching { try await Migrator(options).pending() }
        guard pending.isEmpty else {
            let isNew = pending.count == Migration.all.count
            throw Failure(
                isNew ? "\(name) is not set up yet" : "\(name) lacks \(pending.joined(separator: ", "))",
                advice: "`waymark migrate` \(isNew ? "sets it up" : "brings it up to date").", status: .noDatabase)
        }
    }

    /// The database no longer keeps the log append-only, or districts apart: nobody may work on it until it does.
    private static func refusal(_ faults: [String]) -> Failure {
        Failure(
            "this database does not keep its promises: " + faults.joined(separator: "; "),
            advice: "Somebody changed it by hand, or it was restored in part: restore it whole, or put this right.")
    }
}
