public import LearningRecord

/// Which ids of the district are one person: the links that learners' records state, and which of them hold.
///
/// A fold sees the events of one id only, so that it keeps links one by one; who is one person through them is worked
/// out where the rows of all ids meet (`proj.identity_person`).
public enum Identity: StateProjection {
    /// What is kept of one id.
    public struct State: LearnerState {
        /// The links that its record states.
        public var links = IdentifierMap<EventSubject, Link>()
        /// When each link was first taken back.
        public var unlinked = IdentifierMap<EventSubject, Moment>()
        /// When the id was erased: nothing leads to it from then on.
        public var erased: Moment?

        /// The state of a learner of whom nothing is known yet.
        public init() {}

        /// Reads a stored state.
        /// - Throws: `StateError` where the bytes are not those of one.
        public init(from reader: inout StateReader) throws(StateError) {
            links = try reader.map { reader throws(StateError) in
                Link(moment: try reader.moment(), other: try reader.id())
            }
            unlinked = try reader.map { reader throws(StateError) in try reader.moment() }
            erased = try reader.optional { reader throws(StateError) in try reader.moment() }
        }

        /// Writes the state as bytes; equal states have equal bytes.
        public func write(to writer: inout StateWriter) {
            writer.put(links) { writer, link in
                writer.put(link.moment)
                writer.put(link.other)
            }
            writer.put(unlinked) { $0.put($1) }
            writer.put(erased) { $0.put($1) }
        }
    }

    /// A link to another id.
    public struct Link: Equatable, Sendable {
        /// When.
        public var moment: Moment
        /// The other id.
        public var other: LearnerID
    }

    /// The name, in the registry and on the command line.
    public static let name = "identity"
    /// The version of the fold: raised whenever the same events give other rows.
    public static let version: Int32 = 1
    /// The kinds of events that it reads.
    public static let kinds: Set<EventKind> = [.identityLinked, .identityUnlinked, .learnerErased]
    /// The tables that it fills, in the order of its rows' `table`.
    public static let tables = [IdentityLink.table, IdentityErasure.table]

    /// Takes in one event that counts.
    public static func fold(_ state: inout State, _ recorded: RecordedEvent) {
        let moment = recorded.moment
        switch recorded.event.facts {
        case .identityLinked(let linked):
            state.links[recorded.event.id] = Link(moment: moment, other: linked.other)
        case .identityUnlinked(let unlinked):
            state.unlinked[unlinked.link] = .earliest(state.unlinked[unlinked.link], moment)
        case .learnerErased:
            state.erased = .earliest(state.erased, moment)
        default:
            break
        }
    }

    /// The rows of a learner in this state.
    public static func rows(_ state: State) -> [IdentityRow] {
        let links = state.links.sorted { $0.value.moment.position < $1.value.moment.position }.map { entry in
            IdentityRow.link(IdentityLink(id: entry.key, entry.value, unlinked: state.unlinked[entry.key]))
        }
        return links + (state.erased.map { [.erasure(IdentityErasure(at: $0))] } ?? [])
    }
}
