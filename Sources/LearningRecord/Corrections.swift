/// Which of a learner's events count, now that some of them have been corrected.
///
/// An event counts unless a correction that counts names it. A replacement counts only while a correction that puts
/// it in place decides: of several that count and name the same event, the latest decides. A correction only ever names earlier events of its learner, so going from the newest event to
/// the oldest decides each one once, and no chain of corrections can run in a circle.
public enum Corrections {
    /// Whether an event counts, and why not.
    public enum Status: Hashable, Sendable {
        /// It counts. A correction that counts is in force.
        case counts
        /// The correction `by` took it out.
        case voided(by: EventID)
        /// The correction `by` put the event `with` in its place.
        case replaced(by: EventID, with: EventID)
        /// It stands in for another event only while the correction `from` decides, and that does not.
        case withdrawn(from: EventID)
        /// It is a correction without any effect: the event that it names is not one it can name.
        case ignored(naming: EventID, Misnaming)
    }

    /// Why a correction cannot name an event.
    public enum Misnaming: Hashable, Sendable {
        /// The learner has no such event.
        case unknown
        /// The event is not earlier than the correction.
        case notEarlier
    }

    /// The events that count, without the corrections themselves.
    ///
    /// - Parameter events: All events of one learner up to some position, in order of position.
    /// - Returns: Those that count, in the same order.
    public static func counting(_ events: [RecordedEvent]) -> [RecordedEvent] {
        guard events.contains(where: \.isCorrection) else { return events }
        let judgement = Judgement(of: events)
        return events.indices.compactMap { index in
            judgement.exceptions[index] == nil && !events[index].isCorrection ? events[index] : nil
        }
    }

    /// Whether each event counts, and why not.
    ///
    /// - Parameter events: All events of one learner up to some position, in order of position.
    /// - Returns: The status of each of them, corrections included.
    public static func status(of events: [RecordedEvent]) -> [EventID: Status] {
        let judgement = Judgement(of: events)
        var statuses: [EventID: Status] = [:]
        statuses.reserveCapacity(events.count)
        for (index, recorded) in events.enumerated() {
            statuses[recorded.event.id] = judgement.exceptions[index] ?? .counts
        }
        return statuses
    }
}

/// What the corrections of one learner amount to.
private struct Judgement {
    /// The events that do not count, by their index.
    private(set) var exceptions: [Int: Corrections.Status] = [:]
    /// The replacements, by their index, with a correction that puts them in place: one that decides, if any does.
    private var placings: [Int: (correction: EventID, decides: Bool)] = [:]
    /// Events that a correction which counts has decided, by their index.
    private var decided: Set<Int> = []
    private var indices: [EventID: Int] = [:]

    init(of events: [RecordedEvent]) {
        guard events.contains(where: \.isCorrection) else { return }
        for (index, recorded) in events.enumerated() { indices[recorded.event.id] = index }
        for (index, recorded) in events.enumerated().reversed() {
            if exceptions[index] == nil, let placing = placings[index], !placing.decides {
                exceptions[index] = .withdrawn(from: placing.correction)
            }
            if case .correction(let correction) = recorded.event.facts {
                apply(correction, id: recorded.event.id, at: index)
            }
        }
    }

    private mutating func apply(_ correction: Correction, id: EventID, at index: Int) {
        if let ignored = misnaming(by: correction, at: index) {
            exceptions[index] = exceptions[index] ?? ignored
            return
        }
        guard let corrected = indices[correction.corrects] else { return }
        // From the newest to the oldest: whichever comes first here is the latest.
        let decides = exceptions[index] == nil && decided.insert(corrected).inserted
        if decides {
            exceptions[corrected] =
                if let replacement = correction.replacement {
                    .replaced(by: id, with: replacement)
                } else {
                    .voided(by: id)
                }
        }
        if let replacement = correction.replacement, let placed = indices[replacement],
            decides || placings[placed]?.decides != true
        {
            placings[placed] = (id, decides)
        }
    }

    private func misnaming(by correction: Correction, at index: Int) -> Corrections.Status? {
        for named in [correction.corrects, correction.replacement].compactMap(\.self) {
            guard let place = indices[named] else { return .ignored(naming: named, .unknown) }
            guard place < index else { return .ignored(naming: named, .notEarlier) }
        }
        return nil
    }
}

extension RecordedEvent {
    fileprivate var isCorrection: Bool { event.kind == .correction }
}
