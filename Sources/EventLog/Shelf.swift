import Synchronization

/// Values made of rows that never change, kept so that each is made once: all copies of a store share one.
public final class Shelf: Sendable {
    /// Values that are kept at the most; then all are made anew as they are needed.
    private static let capacity = 1_024

    private let kept = Mutex<[AnyHashable: any Sendable]>([:])

    /// The value of a key; made, where it is not there, and kept unless it is `nil`.
    /// - Parameter key: of a type that stands for one sort of values.
    /// - Throws: what making it throws.
    public func value<Key: Hashable & Sendable, Value: Sendable, Fault: Error>(
        of key: Key, make: () throws(Fault) -> Value?
    ) throws(Fault) -> Value? {
        if let found = kept.withLock({ $0[AnyHashable(key)] }) as? Value { return found }
        guard let made = try make() else { return nil }
        kept.withLock { kept in
            if kept.count >= Self.capacity { kept = [:] }
            kept[AnyHashable(key)] = made
        }
        return made
    }
}
