import Foundation

/// A file that a command is told to read, or standard input.
enum InputFile {
    /// All bytes of the file at `path`; of standard input for `-`.
    static func bytes(of path: String) throws -> [UInt8] {
        if path == "-" {
            do {
                return Array(try FileHandle.standardInput.readToEnd() ?? Data())
            } catch {
                throw Failure.refused("standard input cannot be read")
            }
        }
        try check(path)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure.refused("\(path) cannot be read", advice: "See that it is a file you may read.")
        }
        return Array(data)
    }

    /// Refuses a path where nothing, or a folder, is.
    static func check(_ path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure.refused("there is no file \(path)", advice: "See that the path is right.")
        }
        if isFolder.boolValue { throw Failure.refused("\(path) is a folder", advice: "Name a file in it.") }
    }
}
