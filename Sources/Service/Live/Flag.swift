import Synchronization

/// A fact that becomes true once.
final class Flag: Sendable {
    private let state = Atomic(false)

    /// Whether it is true.
    var value: Bool { state.load(ordering: .acquiring) }

    /// Makes it true.
    func raise() { state.store(true, ordering: .releasing) }
}
