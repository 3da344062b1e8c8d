import EventLog
import LearningRecord
import LibPQ
import Projections

/// What learners wrote about their own learning: each reflection, and when it was shown.
enum Reflections: StateProjection {
    struct State: LearnerState {
        /// When each reflection was shown.
        var shown = IdentifierMap<EventSubject, Moment>()

        init() {}

        init(from reader: inout StateReader) throws(StateError) {
            shown = try reader.map { reader throws(StateError) in try reader.moment() }
        }

        func write(to writer: inout StateWriter) {
            writer.put(shown) { $0.put($1) }
        }
    }

    static let name = "reflections"
    static let version: Int32 = 1
    static let kinds: Set<EventKind> = [.evidence]
    static let tables = [ReflectionRow.table]

    static func fold(_ state: inout State, _ recorded: RecordedEvent) {
        guard case .evidence(let evidence) = recorded.event.facts, evidence.form == .reflection else { return }
        state.shown[recorded.event.id] = recorded.moment
    }

    static func rows(_ state: State) -> [ReflectionRow] {
        state.shown.map { ReflectionRow(evidence: $0.value.position, shownAt: $0.value.at) }
    }
}

/// A reflection that a learner showed.
struct ReflectionRow: ProjectionRow, Hashable {
    static let table = ProjectionTable(
        name: "reflections", key: .position, keyColumn: "evidence", columns: ["shown_at", "explained_by"])

    /// The position of the evidence.
    var evidence: Int64
    /// When it was shown.
    var shownAt: Instant

    var table: Int { 0 }
    var key: RowKey { .position(evidence) }

    func write(to row: inout CopyRow) {
        row.append(shownAt)
        row.append([evidence])
    }
}
