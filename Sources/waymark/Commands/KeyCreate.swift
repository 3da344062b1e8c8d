import ArgumentParser
import EventLog
import Foundation

/// `waymark key create`.
struct KeyCreate: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a new master key in a file that only you can read.",
        discussion: """
            A file that exists is never written over. Without FILE it is master.key in WAYMARK_HOME (else ~/.waymark; \
            /var/lib/waymark for root), where all commands look for it.

            EXAMPLE
              waymark key create
              waymark key create /etc/waymark/master.key

            NEXT
              Copy the file to a safe place. `waymark key check` says which districts it opens.
            """)

    @Argument(help: "The file to make.")
    var file: String?
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let path = file ?? DatabasePlace(environment: environment).masterKeyFile
        guard let (key, text) = MasterKey.generate() else { throw Failure("no key could be made") }
        try Self.write(text + "\n", to: path)
        try Output.line("Made the master key \(key.fingerprint) in \(path).")
        try Output.line("Keep a copy of it apart from the backups: without it no one can read what people wrote.")
        if let file, environment["WAYMARK_MASTER_KEY_FILE"] != file {
            try Output.line(
                "Next: set WAYMARK_MASTER_KEY_FILE to \(file); or, to move a district with it, give it as --transfer-key."
            )
        }
    }

    private static func write(_ text: String, to path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            // Others may pass through root's folder: the server's account has its own below it.
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: geteuid() == 0 ? 0o711 : 0o700])
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw Failure.refused(
                    "\(path) exists, and is left as it is", advice: "Name another file, or use this key.")
            }
            throw Failure(
                "\(path) cannot be made: \(String(cString: strerror(errno)))", advice: "Name a file you can write.")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(text.utf8))
            try handle.synchronize()
        } catch {
            unlink(path)
            throw Failure("\(path) cannot be written", advice: "See that the disk has room.", details: "\(error)")
        }
    }
}
