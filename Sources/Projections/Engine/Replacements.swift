import LearningRecord

/// Which event stands in the place of another, since a correction put it there.
struct Replacements: Sendable, Equatable {
    private var replacements: [EventID: EventID]

    init() {
        replacements = [:]
    }

    /// The replacements in force after all of one learner's events.
    init(of events: [RecordedEvent]) {
        let statuses = Corrections.status(of: events)
        replacements = [:]
        for (id, status) in statuses {
            guard case .replaced(_, let first) = status else { continue }
            // A replacement may itself have been replaced. Each is later than what it replaces, so this ends.
            var current = first
            var steps = 0
            while case .replaced(_, let next)? = statuses[current], steps < statuses.count {
                current = next
                steps += 1
            }
            replacements[id] = current
        }
    }

    /// The event with what it names replaced.
    func resolve(_ recorded: RecordedEvent) -> RecordedEvent {
        guard !replacements.isEmpty else { return recorded }
        var recorded = recorded
        recorded.event.facts = recorded.event.facts.resolvingReferences { replacements[$0] ?? $0 }
        return recorded
    }

    func write(to writer: inout StateWriter) {
        writer.put(replacements) { $0.put($1) }
    }

    init(from reader: inout StateReader) throws(StateError) {
        replacements = try reader.dictionary { reader throws(StateError) in try reader.id() }
    }
}
