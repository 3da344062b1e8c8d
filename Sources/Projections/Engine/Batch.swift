import EventLog
import LearningRecord
import LibPQ

/// Some events of a part of the log, learner by learner, with all that is needed to fold them.
struct Batch: Sendable {
    /// Each learner's events.
    private(set) var learners: [LearnerID: LearnerEvents] = [:]
    /// Of the learners who were corrected, all events up to the newest correction of theirs; of those whose fold asked for
    /// them, all.
    private(set) var histories: [LearnerID: [RecordedEvent]] = [:]
    /// Why nothing of the part can be folded.
    private(set) var failure: UnreadableRow?

    /// No events.
    init() {}

    /// What concerns a projection of some events in order.
    /// - Parameters:
    ///   - kinds: the kinds that it reads, corrections among them.
    ///   - waiting: learners who are parked: theirs are left out.
    init(_ events: [ScannedEvent], kinds: Set<EventKind>, leavingOut waiting: Set<LearnerID>) {
        for event in events where event.kind.map(kinds.contains) ?? false {
            let learner = event.learner
            if !waiting.contains(learner) { learners[learner, default: .init()].add(event) }
        }
    }

    /// Reads parts of the log, all of them up to the same position.
    /// - Parameter waiting: learners who are parked: theirs are left out.
    static func read(_ log: EventLog, _ parts: [LogPart], leavingOut waiting: Set<LearnerID>) async throws -> Batch {
        try await log.run { session in
            var batch = Batch()
            for part in parts where batch.failure == nil { try batch.add(session, log, part, waiting) }
            if batch.failure == nil { try batch.addHistories(session, log) }
            return batch
        }
    }

    /// Reads all that some learners have up to a position.
    static func read(
        _ log: EventLog, of learners: [LearnerID], kinds: Set<EventKind>, upTo last: Int64
    ) async throws -> Batch {
        if learners.isEmpty { return Batch() }
        return try await log.run { session in
            var batch = Batch()
            var unreadable: [LearnerID: UnreadableEvent] = [:]
            try log.scan(session, learners: learners, upTo: last) { scanned in
                switch scanned {
                case .event(let event):
                    batch.histories[event.event.learner, default: []].append(event)
                    guard kinds.contains(event.event.kind) else { return }
                    batch.learners[event.event.learner, default: .init()].add(scanned)
                case .unreadable(let event):
                    unreadable[event.learner] = unreadable[event.learner] ?? event
                    guard EventKind(rawValue: event.kind).map(kinds.contains) ?? false else { return }
                    batch.learners[event.learner, default: .init()].add(scanned)
                }
            }
            batch.cut(unreadable)
            return batch
        }
    }

    private mutating func add(
        _ session: Session, _ log: EventLog, _ part: LogPart, _ waiting: Set<LearnerID>
    ) throws {
        do {
            try log.scan(session, part) { scanned in
                let learner = scanned.learner
                if !waiting.contains(learner) { learners[learner, default: .init()].add(scanned) }
            }
        } catch let row as UnreadableRow {
            // What it says cannot be told, not even whose it is: nobody's rows may pass it.
            learners = [:]
            failure = row
        }
    }

    /// Adds all that some learners have up to the newest event of theirs that the batch can fold. What cannot be read before
    /// that is of a kind that is nothing to their folds: else they would wait.
    mutating func addHistories(_ log: EventLog, of asked: [LearnerID], upTo last: Int64) async throws {
        if asked.isEmpty { return }
        let batch = self
        self = try await log.run { session in
            var batch = batch
            try batch.addHistories(session, log, of: asked, upTo: last)
            return batch
        }
    }

    /// As ``addHistories(_:of:upTo:)``, inside a session of the caller.
    mutating func addHistories(_ session: Session, _ log: EventLog, of asked: [LearnerID], upTo last: Int64) throws {
        if asked.isEmpty { return }
        let ends = asked.reduce(into: [:]) { $0[$1] = learners[$1]?.events.last?.position }
        var read: [LearnerID: [RecordedEvent]] = [:]
        try log.scan(session, learners: asked, upTo: last) { scanned in
            guard case .event(let event) = scanned, let end = ends[event.event.learner] else { return }
            if event.position <= end { read[event.event.learner, default: []].append(event) }
        }
        histories.merge(read) { $1 }
    }

    /// Whether somebody was corrected.
    var hasCorrections: Bool { learners.values.contains { $0.newestCorrection != nil } }

    /// Adds all that learners who were corrected have up to their newest correction.
    mutating func addHistories(_ session: Session, _ log: EventLog) throws {
        let corrected = learners.compactMap { learner, events in
            events.newestCorrection.map { (learner, $0) }
        }
        guard let last = corrected.map(\.1).max() else { return }
        var unreadable: [LearnerID: UnreadableEvent] = [:]
        try log.scan(session, learners: corrected.map(\.0), upTo: last) { scanned in
            switch scanned {
            case .event(let event): histories[event.event.learner, default: []].append(event)
            case .unreadable(let event): unreadable[event.learner] = unreadable[event.learner] ?? event
            }
        }
        cut(unreadable)
    }

    /// Cuts what cannot be folded off, and leaves of the histories what the newest correction needs.
    private mutating func cut(_ unreadable: [LearnerID: UnreadableEvent]) {
        for (learner, event) in unreadable { learners[learner]?.end(before: event) }
        for learner in Array(histories.keys) {
            let newest = learners[learner]?.newestCorrection ?? 0
            histories[learner]?.removeAll { $0.position > newest }
            if newest == 0 { histories[learner] = nil }
        }
    }
}

extension ScannedEvent {
    /// Its kind; `nil` for one that this program does not know.
    fileprivate var kind: EventKind? {
        switch self {
        case .event(let event): event.event.kind
        case .unreadable(let event): EventKind(rawValue: event.kind)
        }
    }

    fileprivate var learner: LearnerID {
        switch self {
        case .event(let event): event.event.learner
        case .unreadable(let event): event.learner
        }
    }
}
