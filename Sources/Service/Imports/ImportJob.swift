import EventLog
import Foundation
import Interchange
import LearningRecord

/// An import that was asked for: what to do with which file.
struct ImportJob: Sendable {
    /// What is to be done.
    enum Work: Sendable {
        case roster(RosterImportOptions)
        case framework(isDryRun: Bool)
        case events(dropsGrades: Bool)

        var format: ImportFormat {
            switch self {
            case .roster: .roster
            case .framework: .framework
            case .events: .events
            }
        }

        var isDryRun: Bool {
            switch self {
            case .roster(let options): options.isDryRun
            case .framework(let isDryRun): isDryRun
            case .events: false
            }
        }
    }

    let id: ImportID
    let log: EventLog
    let work: Work
    /// What the sender calls the file.
    let source: String
    /// Held until it has ended.
    let file: FileHold

    /// Does it.
    /// - Parameter progress: told how far it is, now and then.
    /// - Returns: the report.
    /// - Throws: what the import throws.
    func run(in folder: ImportFolder, progress: @escaping @Sendable (JSON) -> Void) async throws -> JSON {
        let path = folder.upload(id)
        switch work {
        case .roster(var options):
            options.run = id.uuid
            options.name = source
            return try await RosterImport(log: log, options: options).run(from: NamedFilesLocation(path: path)) {
                step in
                progress(step.json)
            }.json
        case .framework(let isDryRun):
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ArchiveError.unreadable(source, "it is not there any more")
            }
            return try await CASEImport.run(
                bytes: Array(data), into: log.district, pool: log.store.pool, dryRun: isDryRun
            ).json
        case .events(let dropsGrades):
            let options = EventImportOptions(dropsGrades: dropsGrades, rejectsPath: folder.rejects(id), run: id.uuid)
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
            return try await EventImport(log: log, options: options).run(
                FileByteSource(path: path), named: source, totalBytes: size?.int64Value
            ) { progress($0.json) }.json
        }
    }
}

extension RosterProgress {
    fileprivate var json: JSON {
        switch self {
        case .reading(let file, let rows):
            .object(["step": .string("reading"), "file": .string(file), "done": .whole(rows)])
        case .comparing: .object(["step": .string("comparing")])
        case .appending(let done, let total):
            .object(["step": .string("appending"), "done": .whole(done), "total": .whole(total)])
        }
    }
}

extension EventImportProgress {
    fileprivate var json: JSON {
        var object: JSONObject = [
            "step": .string("appending"), "lines": .whole(lines), "rejected": .whole(rejected), "done": .whole(bytes),
        ]
        object["total"] = totalBytes.map { .whole($0) }
        return .object(object)
    }
}
