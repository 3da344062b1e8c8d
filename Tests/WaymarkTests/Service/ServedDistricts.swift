import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import Service
import Synchronization
import TestSupport
import Testing

/// Districts of one database to which services append, and who brings their tables up to date.
struct ServedDistricts {
    struct Place {
        let log: EventLog
        let token: String
    }

    let store: Store
    let places: [Place]

    /// Makes districts with some events each and a token for systems.
    init(_ database: TestDatabase, count: Int, events: Int = 40) async throws {
        store = Store(pool: Pool(Store.options(database.options), size: 4), master: Fixture.master)
        var places: [Place] = []
        for number in 0..<count {
            let log = store.log(of: try await store.createDistrict(named: "District \(number)"))
            _ = try await log.append(History.events(events, seed: 30 + UInt64(number), learners: 12))
            let token = try await TokenStore(log: log).create(
                named: "system", scopes: [.appendEvents, .readRecords, .importData], lifetime: .seconds(7_200))
            places.append(Place(log: log, token: token.text))
        }
        self.places = places
    }

    /// Who holds each district, and at which epochs: of those whose right has not run out.
    func holders() async throws -> [Int32: UUID] {
        var holders: [Int32: UUID] = [:]
        for place in places {
            let tenant = place.log.district.tenant
            let owners = try await place.log.run { session in
                try session.query(
                    """
                    select distinct owner from proj.checkpoint
                     where tenant = \(tenant) and lease_until > clock_timestamp()
                    """
                ).column(as: UUID.self)
            }
            // While a district goes from one to the other it is nobody's.
            if owners.count == 1 { holders[tenant] = owners[0] }
        }
        return holders
    }

    /// Waits until something is so of who holds what.
    func wait(_ limit: Duration, for condition: ([Int32: UUID]) -> Bool) async throws -> [Int32: UUID]? {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            let holders = try await holders()
            if condition(holders) { return holders }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }

    /// How far the tables of each district are behind.
    func lags() async throws -> [Int64] {
        var lags: [Int64] = []
        for place in places { lags.append(try await Projector(log: place.log).status().map(\.lag).max() ?? 0) }
        return lags
    }

    /// Two hold three districts each.
    func areShared(_ holders: [Int32: UUID]) -> Bool {
        let parts = Dictionary(grouping: holders.keys) { holders[$0] }.values.map(\.count)
        return holders.count == places.count && parts == [places.count / 2, places.count / 2]
    }

    /// Everything acknowledged is there once, without a gap, and every table of every district is what its log makes it.
    func expectWhole(_ ledger: ServedLedger) async throws {
        for place in places {
            let head = try await place.log.head()
            #expect(try await place.log.verify() == .intact(events: head))
            let stored = try await place.log.read(after: 0, limit: .max)
            #expect(stored.map(\.position) == Array(1...head))
            #expect(Set(stored.map(\.event.id)).count == stored.count)
            let positions = Dictionary(uniqueKeysWithValues: stored.map { ($0.event.id, $0.position) })
            for (id, position) in ledger.acknowledged(in: place.log.district.tenant) {
                #expect(positions[id] == position)
            }
            let deadline = ContinuousClock.now + .seconds(60)
            while try await !Projector(log: place.log).status().allSatisfy({ $0.lag == 0 && $0.parked.isEmpty }) {
                try #require(ContinuousClock.now < deadline, "the tables of \(place.log.district.name) are behind")
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        // A rebuild with the same fold proves each district's rows equal to the live ones, or throws.
        let names = Set(places.map(\.log.district.name))
        for report in try await Rebuild(store: store).run(ProjectionCatalogue.names) {
            #expect(Set(report.proven) == names, "\(report.projection)")
        }
    }
}

/// What services acknowledged; a retry must be told the same position.
final class ServedLedger: Sendable {
    private let positions = Mutex<[Int32: [EventID: Int64]]>([:])
    private let conflicts = Mutex(0)

    func note(_ events: [LearningEvent], at places: [Int64], in tenant: Int32) {
        for (event, position) in zip(events, places) {
            let before = positions.withLock { $0[tenant, default: [:]].updateValue(position, forKey: event.id) }
            if let before, before != position { conflicts.withLock { $0 += 1 } }
        }
    }

    func acknowledged(in tenant: Int32) -> [EventID: Int64] { positions.withLock { $0[tenant] ?? [:] } }
    var count: Int { positions.withLock { $0.values.reduce(0) { $0 + $1.count } } }
    var contradictions: Int { conflicts.withLock(\.self) }
}
