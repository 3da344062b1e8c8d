public import Foundation
public import Testing

/// The files of `shared`, a folder beside the repository with real data and standards. It may be absent: a test that
/// needs it is `.enabled(if: SharedData.isPresent, SharedData.absence)`.
public enum SharedData {
    /// Why a test that needs the folder is skipped.
    public static let absence: Comment = "needs the folder 'shared' with real data beside the repository"

    /// The folder, looked for beside each folder above this file; nil when there is none.
    public static let folder: URL? = {
        var place = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while place.path != "/" {
            place.deleteLastPathComponent()
            let candidate = place.appendingPathComponent("shared", isDirectory: true)
            let data = candidate.appendingPathComponent("data").path
            if FileManager.default.fileExists(atPath: data) { return candidate }
        }
        return nil
    }()

    /// Whether the folder is there.
    public static var isPresent: Bool { folder != nil }

    /// A file or folder in it, for example `data/case/x.json`; nil when it is absent.
    public static func url(_ path: String) -> URL? {
        guard let url = folder?.appendingPathComponent(path),
            FileManager.default.fileExists(atPath: url.path)
        else { return nil }
        return url
    }
}
