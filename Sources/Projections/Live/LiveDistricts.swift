import EventLog
import LearningRecord
import LibPQ

/// The districts that one follower holds in memory, brought further together: one transaction reads what is new in all of
/// them, folds it, and writes the rows of every projection, with as few waits as there are steps.
///
/// After an error what is in memory is worth nothing: it is thrown away whole.
struct LiveDistricts: Sendable {
    private var districts: [Int32: LiveDistrict] = [:]
    private var writer: RowWriter?
    /// The district that last let folds go.
    private var hand: Int32 = 0

    /// Events of one district that are read in a round, at the most.
    static let eventsAtOnce = 2_000
    /// What the folds in memory may come to (``Folding/keptSize``), about.
    static let sizeLimit = 16_000_000

    /// What became of a district in a round.
    struct Advance: Sendable {
        let tenant: Int32
        /// Everything up to here is in the rows.
        let position: Int64
        /// Whether there may be more.
        let isFull: Bool
    }

    /// The districts, by number.
    var tenants: Set<Int32> { Set(districts.keys) }

    /// Takes a district in.
    mutating func add(_ district: LiveDistrict) {
        districts[district.log.district.tenant] = district
    }

    /// Leaves a district.
    mutating func remove(_ tenant: Int32) {
        districts[tenant] = nil
    }

    /// The statement after which a transaction sees a district and no other.
    static func fence(_ tenant: Int32) -> SQL {
        "select set_config('waymark.tenant', \(String(tenant)), true)"
    }

    /// Those of some districts whose right is to be renewed.
    func dueForRenewal(_ tenants: [Int32]) -> [Int32] { tenants.filter { districts[$0]?.isRenewalDue == true } }

    /// Keeps the right to some districts, in a transaction of the caller: one of its own, so that nobody who compares the
    /// positions of shards waits for a round that waits for the shards.
    /// - Throws: ``LiveFailure``, `PostgresError`.
    mutating func renew(_ session: Session, _ tenants: [Int32]) throws {
        // Lost in a crash, the right has run out with whoever had it.
        try session.execute("set local synchronous_commit = off")
        let asked = tenants.compactMap { districts[$0] }
        let statements = asked.map { [Self.fence($0.log.district.tenant), $0.renewing()] }
        let answers = try pipeline(session, statements, of: asked.map(\.log.district.tenant))
        for (district, rows) in zip(asked, answers) {
            let tenant = district.log.district.tenant
            guard rows[1].affectedRows == district.shardCount else { throw LiveFailure.fenced(tenant) }
            districts[tenant]?.renewed()
        }
    }

    /// Brings some districts further, in a transaction of the caller that is rolled back when this throws.
    /// - Throws: ``LiveFailure``, `PostgresError`.
    mutating func advance(_ session: Session, _ tenants: [Int32]) throws -> [Advance] {
        // What is lost in a crash is folded again: the positions are lost with the rows.
        try session.execute("set local synchronous_commit = off")
        // Planning over the partitions anew costs more than reading a few events.
        try session.execute("set local plan_cache_mode = force_generic_plan")
        var writer = try writer ?? RowWriter(session)
        let events = try read(session, tenants)
        try fold(session, events)
        try write(session, events, &writer)
        self.writer = writer
        var advances: [Advance] = []
        for (tenant, events) in events {
            guard let last = events.last?.position ?? districts[tenant]?.position else { continue }
            districts[tenant]?.moved(to: last)
            if events.isEmpty { continue }
            advances.append(Advance(tenant: tenant, position: last, isFull: events.count >= Self.eventsAtOnce))
        }
        makeRoom()
        return advances
    }

    private typealias Read = [(tenant: Int32, events: [ScannedEvent])]

    /// Reads what is new, of those districts that have something.
    private func read(_ session: Session, _ tenants: [Int32]) throws -> Read {
        let asked: [LiveDistrict] = tenants.compactMap { districts[$0] }
        let builds: SQL = "select projection, build from proj.registry where state = 'live'"
        var statements: [[SQL]] = [[builds]]
        for district in asked {
            let tail = district.log.tail(after: district.position, limit: Self.eventsAtOnce)
            statements.append([Self.fence(district.log.district.tenant), tail])
        }
        let answers = try pipeline(session, statements, of: [nil] + asked.map(\.log.district.tenant))
        var live: Set<LiveBuild> = []
        for row in answers[0][0] {
            live.insert(LiveBuild(projection: try row[0, as: String.self], build: try row[1, as: Int32.self]))
        }
        for district in asked {
            let builds = district.projections.map {
                LiveBuild(projection: $0.checkpoint.build.projection, build: $0.checkpoint.build.number)
            }
            if !Set(builds).isSubset(of: live) { throw LiveFailure.swapped }
        }
        var read: Read = []
        for (district, rows) in zip(asked, answers.dropFirst()) {
            let tenant = district.log.district.tenant
            var events: [ScannedEvent] = []
            do {
                try EventLog.scan(rows[1]) { events.append($0) }
            } catch {
                throw LiveFailure.district(tenant, error)
            }
            if !events.isEmpty { read.append((tenant, events)) }
        }
        return read
    }

    private struct LiveBuild: Hashable {
        let projection: String
        let build: Int32
    }

    /// Loads the folds that are missing, and folds.
    private mutating func fold(_ session: Session, _ read: Read) throws {
        var places: [(tenant: Int32, index: Int)] = []
        var statements: [[SQL]] = []
        for (tenant, events) in read where !events.isEmpty {
            guard var district = districts.removeValue(forKey: tenant) else { continue }
            for index in district.projections.indices {
                let missing = district.projections[index].take(events)
                if missing.isEmpty { continue }
                places.append((tenant, index))
                statements.append([Self.fence(tenant), district.projections[index].states(of: missing)])
            }
            districts[tenant] = district
        }
        var states: [Int32: [Int: [LearnerID: [UInt8]]]] = [:]
        for (place, rows) in zip(places, try pipeline(session, statements, of: places.map(\.tenant))) {
            var found: [LearnerID: [UInt8]] = [:]
            for row in rows[1] { found[try row[0, as: LearnerID.self]] = try row[1, as: [UInt8].self] }
            states[place.tenant, default: [:]][place.index] = found
        }
        for (tenant, events) in read {
            guard let last = events.last?.position, var district = districts.removeValue(forKey: tenant) else {
                continue
            }
            do {
                for index in district.projections.indices {
                    try district.projections[index].fold(
                        session, district.log, states: states[tenant]?[index] ?? [:], upTo: last)
                }
            } catch {
                throw LiveFailure.district(tenant, error)
            }
            districts[tenant] = district
        }
    }

    /// Moves the positions and writes the rows.
    private mutating func write(_ session: Session, _ read: Read, _ writer: inout RowWriter) throws {
        var statements: [[SQL]] = []
        for (tenant, events) in read {
            guard var district = districts.removeValue(forKey: tenant) else { continue }
            var own = [Self.fence(tenant), district.moving(to: events.last?.position ?? district.position)]
            do {
                for index in district.projections.indices { own += try district.projections[index].changes(&writer) }
            } catch {
                throw LiveFailure.district(tenant, error)
            }
            districts[tenant] = district
            statements.append(own)
        }
        let answers = try pipeline(session, statements, of: read.map(\.tenant))
        // Where another took over, the caller's transaction takes back what was written.
        for ((tenant, _), rows) in zip(read, answers)
        where rows[1].affectedRows != districts[tenant]?.projections.count {
            throw LiveFailure.fenced(tenant)
        }
    }

    /// Sends groups of statements without waiting in between, and reads what each answers.
    /// - Parameter tenants: whose each group is, to tell where one fails.
    private func pipeline(_ session: Session, _ groups: [[SQL]], of tenants: [Int32?]) throws -> [[Rows]] {
        if groups.isEmpty { return [] }
        var answers: [[Rows]] = []
        do {
            try session.pipelining { (pipeline) throws(PostgresError) in
                // Each statement is sent as a whole of its own: of a process that is stopped in the middle of a larger one
                // the server knows no end, and keeps its locks.
                for statement in groups.joined() { try pipeline.send([statement]) }
                for group in groups {
                    var rows: [Rows] = []
                    for _ in group { rows += try pipeline.receive() }
                    answers.append(rows)
                }
            }
        } catch {
            // The first group without an answer is the one that failed.
            guard error.kind != .connection, answers.count < tenants.count, let tenant = tenants[answers.count] else {
                throw error
            }
            throw LiveFailure.district(tenant, error)
        }
        return answers
    }

    /// Lets as many folds go as came in over the limit, in one district after the other: to let all go at once, and load
    /// them again, once kept everybody waiting for half a second.
    private mutating func makeRoom() {
        var excess = districts.values.reduce(0) { $0 + $1.keptSize } - Self.sizeLimit
        guard excess > 0 else { return }
        let tenants = tenants.sorted()
        for tenant in tenants.filter({ $0 > hand }) + tenants where excess > 0 {
            guard var district = districts.removeValue(forKey: tenant) else { continue }
            let size = district.keptSize
            district.forgetFolds(downTo: max(0, size - excess))
            excess -= size - district.keptSize
            hand = tenant
            districts[tenant] = district
        }
    }
}

/// Why a round came to nothing.
enum LiveFailure: Error {
    /// Another worker took a district over.
    case fenced(Int32)
    /// A rebuild was swapped in.
    case swapped
    /// Something is wrong with one district.
    case district(Int32, any Error)
}

extension LiveDistrict {
    fileprivate var keptSize: Int { projections.reduce(0) { $0 + $1.keptSize } }

    /// Lets folds go until those that stay come to a size: of each projection as large a part as of the others.
    fileprivate mutating func forgetFolds(downTo size: Int) {
        let all = keptSize
        guard all > size else { return }
        for index in projections.indices {
            projections[index].forgetFolds(downTo: projections[index].keptSize * size / all)
        }
    }
}

extension ScannedEvent {
    fileprivate var position: Int64 {
        switch self {
        case .event(let event): event.position
        case .unreadable(let event): event.position
        }
    }
}
