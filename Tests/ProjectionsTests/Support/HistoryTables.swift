import LearningRecord
import Projections
import Testing

/// The tables of a learner's history as the engine fills them, without a database: batch by batch, stored in between.
struct HistoryTables {
    private(set) var known: [Place<Int64>: ContinuumHistoryRow] = [:]
    /// Without those that ``known`` holds for both clocks.
    private(set) var happened: [Place<Moment>: ContinuumHistoryRow] = [:]
    private(set) var stored: [UInt8]?
    /// Rows that were taken away, or lost a clock.
    private(set) var rewritten = 0

    struct Place<Start: Hashable>: Hashable {
        let competency: CompetencyID
        let start: Start
    }

    /// Everything at once, as a load or a rebuild does.
    init(loading history: [RecordedEvent]) {
        var fold = ContinuumHistoryFold()
        let read = history.filter(Self.isRead)
        if read.contains(where: { $0.event.kind == .correction }) {
            fold.fold(read, history: Self.upToNewestCorrection(history))
        } else {
            for recorded in read { fold.fold(recorded) }
        }
        store(&fold)
    }

    /// In batches that end at these counts of events.
    init(_ history: [RecordedEvent], ends: [Int]) throws {
        // Sometimes the fold stays in memory, sometimes it is read anew, sometimes two batches are stored as one.
        var fold = ContinuumHistoryFold()
        var start = 0
        for (round, end) in ends.enumerated() {
            let batch = history[start..<end].filter(Self.isRead)
            start = end
            let isCorrected = batch.contains { $0.event.kind == .correction }
            if isCorrected {
                fold.fold(batch, history: Self.upToNewestCorrection(Array(history[..<end])))
            } else {
                fold.fold(batch, history: fold.needsHistory(for: batch) ? Array(history[..<end]) : nil)
            }
            if round % 3 == 2, end < history.count { continue }
            store(&fold)
            if round % 2 == 1, let stored { fold = try ContinuumHistoryFold(bytes: stored) }
        }
    }

    /// How the continuum stood by what was known at a position.
    func rows(knownAt position: Int64) -> [ContinuumRow] {
        newest(known.map { ($0.key.start, $0.value) }.filter { $0.0 <= position }).filter(\.stands).map(\.row)
    }

    /// How it stood at a time.
    func rows(happenedBy time: Instant) -> [ContinuumRow] {
        let rows =
            happened.map { ($0.key.start, $0.value) } + known.values.compactMap { row in row.shared.map { ($0, row) } }
        return newest(rows.filter { $0.0.at <= time }).map(\.row)
    }

    private func newest<Start: Comparable>(_ rows: [(Start, ContinuumHistoryRow)]) -> [ContinuumHistoryRow] {
        var newest: [CompetencyID: (Start, ContinuumHistoryRow)] = [:]
        for (start, row) in rows {
            if let (other, _) = newest[row.row.competency], other > start { continue }
            newest[row.row.competency] = (start, row)
        }
        return newest.values.map(\.1).sorted { $0.row.competency.uuid < $1.row.competency.uuid }
    }

    private mutating func store(_ fold: inout ContinuumHistoryFold) {
        fold.settle()
        let isOther = fold.bytes != stored
        #expect(isOther || fold.rows.isEmpty, "rows that the engine would not write")
        for gone in fold.withdrawn {
            switch gone.table {
            case 0:
                for (place, row) in known {
                    guard let shared = row.shared, shared >= gone.from else { continue }
                    known[place]?.start = .known(shared.position, happened: nil)
                    rewritten += 1
                }
            default:
                let before = happened.count
                happened = happened.filter { $0.key.start < gone.from }
                rewritten += before - happened.count
            }
        }
        for row in fold.rows {
            let competency = row.row.competency
            let other =
                switch row.start {
                case .known(let start, _):
                    known.updateValue(row, forKey: Place(competency: competency, start: start))
                case .happened(let start):
                    happened.updateValue(row, forKey: Place(competency: competency, start: start))
                }
            #expect(other == nil, "a row was written twice")
        }
        stored = fold.bytes
        fold.forget()
    }

    private static func isRead(_ recorded: RecordedEvent) -> Bool {
        recorded.event.kind == .correction || ContinuumHistory.kinds.contains(recorded.event.kind)
    }

    private static func upToNewestCorrection(_ events: [RecordedEvent]) -> [RecordedEvent] {
        let newest = events.last { $0.event.kind == .correction }?.position ?? 0
        return events.filter { $0.position <= newest }
    }
}

extension ContinuumHistoryRow {
    /// The moment from which on it stands by when things happened, where it stands so by both clocks.
    fileprivate var shared: Moment? {
        guard case .known(let position, let happened?) = start else { return nil }
        return Moment(at: happened, position: position)
    }
}
