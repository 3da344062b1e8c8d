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

    /// Connections that one command uses at once.
    private static let connections = 4

    /// Opens the database that the environment names.
    static func open(needingKey: Bool = false) async throws -> Site {
        let environment = ProcessInfo.processInfo.environment
        let place = DatabasePlace(environment: environment)
        let master = try masterKey(place, isNeeded: needingKey)
        let pool = Pool(Store.options(place.options), size: connections)
        let site = Site(place: place, store: Store(pool: pool, master: master))
        try await site.check()
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

    private func check() async throws {
        let pending = try await place.reaching { try await Migrator(place.options).pending() }
        guard pending.isEmpty else {
            let isNew = pending.count == Migration.all.count
            throw Failure(
                isNew ? "the database is not set up yet" : "the database lacks \(pending.joined(separator: ", "))",
                advice: "`waymark migrate` \(isNew ? "sets it up" : "brings it up to date").", status: .noDatabase)
        }
    }
}
