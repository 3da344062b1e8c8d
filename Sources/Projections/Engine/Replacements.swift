import LearningRecord

/// Which event stands in the place of another, since a correction put it there.
struct Replacements: Sendable, Equatable {
    private var replacements: IdentifierMap<EventSubject, EventID>

    init() {
        replacements = IdentifierMap()
    }

    /// The replacements in force after all of one learner's events.
    init(of events: [RecordedEvent]) {
        let statuses = Corrections.status(of: events)
        replacements = IdentifierMap()
        for (id, status) in statuses {
            guard case .replaced(_, let first) = status else { continue }
            // A replacement may itself have been replaced, and in the end by an event that it replaces: then nothing
            // stands in its place.
            var current = first
            var seen: Set<EventID> = [id]
            while case .replaced(_, let next)? = statuses[current], seen.insert(current).inserted { current = next }
            guard !seen.contains(current) else { continue }
            replacements[id] = current
        }
    }

    /// Whether nothing was replaced.
    var isEmpty: Bool { replacements.isEmpty }

    /// The event with what it names replaced.
    func resolve(_ recorded: RecordedEvent) -> RecordedEvent {
        var recorded = recorded
        recorded.event.facts = recorded.event.facts.resolvingReferences { replacements[$0] ?? $0 }
        return recorded
    }

    func write(to writer: inout StateWriter) {
        writer.put(replacements) { $0.put($1) }
    }

    init(from reader: inout StateReader) throws(StateError) {
        replacements = try reader.map { reader throws(StateError) in try reader.id() }
    }
}
