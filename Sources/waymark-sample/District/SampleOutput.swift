import ArgumentParser
import Foundation

/// The folder that a sample is written into.
enum SampleOutput {
    /// Refuses a folder with files of other people: only an empty one, or an earlier sample, is written over.
    static func check(_ folder: URL) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else { throw ValidationError("\(folder.path) is a file; --out takes a folder.") }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        guard !names.isEmpty else { return }
        let truths = FileHandle(forReadingAtPath: folder.appendingPathComponent("truths.json").path)
        defer { try? truths?.close() }
        let head = try truths?.read(upToCount: TruthsFile.mark.utf8.count)
        guard head == Data(TruthsFile.mark.utf8) else {
            throw ValidationError(
                "\(folder.path) holds files that are no sample of this command. Name an empty or a new folder.")
        }
    }
}
