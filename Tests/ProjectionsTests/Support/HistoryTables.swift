import LearningRecord
import Projections
import Testing

/// The tables of a learner's history as the engine fills them, without a database: batch by batch, stored in between.
struct HistoryTables {
    private(set) var known: [Place: ContinuumHistoryRow] = [:]
    private(set) var happened: [Place: ContinuumHistoryRow] = [:]
    private(set) var stored: [UInt8]?
    /// Rows that were taken away or written again.
    private(set) var rewritten = 0

    struct Place: Hashable {
        let competency: CompetencyID
        let start: ContinuumHistoryRow.Start
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
        newest(known.values) { if case .known(let start) = $0 { start <= position ? start : nil } else { nil } }
            .filter(\.stands).map(\.row)
    }

    /// How it stood at a time.
    func rows(happenedBy time: Instant) -> [ContinuumRow] {
        newest(happened.values) { if case .happened(let start) = $0 { start.at <= time ? start : nil } else { nil } }
            .map(\.row)
    }

    private func newest<Order: Comparable>(
        _ rows: some Collection<ContinuumHistoryRow>, _ order: (ContinuumHistoryRow.Start) -> Order?
    ) -> [ContinuumHistoryRow] {
        var newest: [CompetencyID: (Order, ContinuumHistoryRow)] = [:]
        for row in rows {
            guard let start = order(row.start) else { continue }
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
            #expect(gone.table == 1)
            let before = happened.count
            happened = happened.filter {
                if case .happened(let start) = $0.key.start { start < gone.from } else { true }
            }
            rewritten += before - happened.count
        }
        for row in fold.rows {
            let place = Place(competency: row.row.competency, start: row.start)
            let other =
                switch row.start {
                case .known: known.updateValue(row, forKey: place)
                case .happened: happened.updateValue(row, forKey: place)
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
