import Foundation

/// The list of erasures that is kept in a file beside the master key, so that a database that was restored from an older
/// copy, vault and all, is noticed. It only grows.
public struct ErasureRegister: Sendable {
    /// Why the register cannot be used.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The file that was named is not there.
        case absent(path: String)
        /// The file cannot be read or written; with the system's reason.
        case unusable(path: String, String)
        /// The file is not such a list.
        case damaged(path: String, ErasureList.Failure)

        /// In words, for people.
        public var description: String {
            switch self {
            case .absent(let path):
                "the register of erasures \(path) is not there: bring it, or make it with `waymark erasures export`"
            case .unusable(let path, let reason): "the register of erasures \(path) cannot be used: \(reason)"
            case .damaged(let path, let failure): "the register of erasures \(path) cannot be used: \(failure)"
            }
        }
    }

    /// Where it is.
    public let path: String
    /// Whether it must be there; a register that need not be is begun with the first erasure.
    public let isRequired: Bool

    /// The register at `path`.
    public init(path: String, isRequired: Bool) {
        self.path = path
        self.isRequired = isRequired
    }

    /// What the register says; nothing where it need not be there and is not.
    /// - Parameter master: the master key, where it is at hand: then each line's code is checked.
    public func read(under master: MasterKey?) throws(Failure) -> [DistrictErasure] {
        guard FileManager.default.fileExists(atPath: path) else {
            if isRequired { throw .absent(path: path) }
            return []
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unusable(path: path, "it cannot be read")
        }
        return try parse(Array(data), under: master)
    }

    /// Adds the erasures that the register lacks; processes that do so at once take turns.
    public func add(_ erasures: [DistrictErasure], under master: MasterKey) throws(Failure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .unusable(path: path, String(cString: strerror(errno))) }
        // Closing the descriptor gives the lock back.
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX) == 0 else { throw .unusable(path: path, String(cString: strerror(errno))) }
        let bytes: [UInt8]
        do {
            bytes = Array(try handle.readToEnd() ?? Data())
        } catch {
            throw .unusable(path: path, "it cannot be read")
        }
        let known = Set(try parse(bytes, under: master).map(\.erasure.id))
        let lacking = erasures.filter { !known.contains($0.erasure.id) }
        let whole = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        if lacking.isEmpty, whole == bytes.count, !bytes.isEmpty { return }
        let lines = (whole == 0 ? [ErasureList.header] : []) + ErasureList.lines(lacking, under: master)
        do {
            if whole < bytes.count { try handle.truncate(atOffset: UInt64(whole)) }
            try handle.write(contentsOf: Data(lines.map { $0 + "\n" }.joined().utf8))
            try handle.synchronize()
        } catch {
            throw .unusable(path: path, "it cannot be written")
        }
    }

    private func parse(_ bytes: [UInt8], under master: MasterKey?) throws(Failure) -> [DistrictErasure] {
        // Nothing, or the beginning of a first line: whoever made the file was killed.
        guard bytes.contains(0x0A) else { return [] }
        do throws(ErasureList.Failure) {
            return try ErasureList.read(bytes, under: master, isRegister: true)
        } catch {
            throw .damaged(path: path, error)
        }
    }
}
