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
    /// What weakens the promise that the log is append-only, without breaking it.
    let warnings: [String]

    /// Connections that one command uses at once.
    private static let connections = 4

    /// Opens the database that the environment names.
    static func open(needingKey: Bool = false) async throws -> Site {
        let environment = ProcessInfo.processInfo.environment
        let place = DatabasePlace(environment: environment)
        let master = try masterKey(place, isNeeded: needingKey)
        let pool = Pool(Store.options(place.options), size: connections)
        let store = Store(pool: pool, master: master)
        try await checkMigrations(place)
        let catalogue = try await store.checkCatalogue()
        guard catalogue.faults.isEmpty else { throw refusal(catalogue.faults) }
        return Site(place: place, store: store, warnings: catalogue.warnings)
    }

    /// Opens the district that the command line, else the environment, else the database itself names.
    static func work<Value>(
        in options: DistrictOptions, needingKey: Bool = false, _ body: (Site, EventLog) async throws -> Value
    ) async throws -> Value {
        let site = try await open(needingKey: needingKey)
        let district = try await site.district(named: options.district)
        let value = try await body(site, site.store.log(of: district))
        await site.store.pool.close()
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

    private static func checkMigrations(_ place: DatabasePlace) async throws {
        let pending = try await place.reaching { try await Migrator(place.options).pending() }
        guard pending.isEmpty else {
            let isNew = pending.count == Migration.all.count
            throw Failure(
                isNew ? "the database is not set up yet" : "the database lacks \(pending.joined(separator: ", "))",
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
