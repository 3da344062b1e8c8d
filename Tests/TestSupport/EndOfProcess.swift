import Foundation

/// Cleans up when this process ends, however it ends: a shell of its own session waits for the end of a pipe that only
/// this process holds open.
public struct EndOfProcess: Sendable {
    private let pipe: FileHandle

    /// - Parameters:
    ///   - script: what a shell does when this process has ended.
    ///   - arguments: `$1`, `$2`, … of the script.
    public init(run script: String, _ arguments: [String]) throws {
        let pipe = Pipe()
        // A program started later must not hold the pipe open in this process's place.
        guard fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        shell.arguments = ["setsid", "sh", "-c", "cat > /dev/null; " + script, "sh"] + arguments
        shell.currentDirectoryURL = URL(fileURLWithPath: "/")
        shell.standardInput = pipe.fileHandleForReading
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        self.pipe = pipe.fileHandleForWriting
    }
}
