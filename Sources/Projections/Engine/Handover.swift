import Synchronization

/// A value on its way to another thread, which takes it out: nobody holds a copy, so it changes in its place and what is
/// used up of it is freed.
final class Handover<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: Value) {
        self.value = Mutex(value)
    }

    /// The value, once.
    func take() -> Value? {
        value.withLock { value in
            defer { value = nil }
            return value
        }
    }
}
