import Glibc

/// The right of a process to a file that it imports: others see that somebody has it, and the kernel gives it back when
/// the process dies, however it dies.
final class FileHold: Sendable {
    private let descriptor: Int32

    /// Holds an open file, which is closed with the hold; `nil` where somebody else holds it.
    init?(_ descriptor: Int32) {
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        // Where it fails, `deinit` closes the file all the same.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
    }

    deinit { close(descriptor) }
}
