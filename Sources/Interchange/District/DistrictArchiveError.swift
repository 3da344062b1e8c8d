/// Why an archive of a district could not be made or taken: what was wrong, where, and what to do.
public enum DistrictArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A folder or file cannot be written; with the system's reason.
    case unwritable(String, String)
    /// The folder to write to holds something.
    case notEmpty(String)
    /// There is no archive, or `archive.json` is not one that this program reads.
    case noArchive(String)
    /// A file is not the one that `archive.json` lists.
    case changedFile(String)
    /// A file that `archive.json` lists is not there.
    case missingFile(String)
    /// A file that `archive.json` does not list.
    case unlistedFile(String)
    /// A file holds what another one should hold: two were exchanged, or one was copied twice.
    case exchangedFile(String, holds: String)
    /// A file has fewer lines than it should.
    case cutShort(String, rows: Int64, of: Int64)
    /// An event stands where another position is due.
    case wrongPosition(file: String, line: Int, found: Int64, expected: Int64)
    /// Another export writes into the folder.
    case beingWritten(String)
    /// A line of a file is not what the format says.
    case badLine(file: String, line: Int)
    /// The database refused events of a file: where and why.
    case refusedEvents(file: String, String)
    /// What arrived is not what the archive says as a whole.
    case wrongWhole(String)
    /// The district cannot be taken here.
    case refusedDistrict(String)
    /// The archive has a table that this database does not have, or that does not travel.
    case unknownTable(String)
    /// The archive has a file that this version does not know.
    case unknownFile(String)
    /// The archive's keys need the transfer key.
    case needsTransferKey
    /// The archive has no keys, and nobody said that its words may stay sealed.
    case hasNoKeys

    /// What is wrong, where and what to do.
    public var description: String {
        switch self {
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
        case .notEmpty(let path): "\(path) is not empty; name a new folder"
        case .noArchive(let path):
            "\(path) is not a whole archive of version 1: archive.json is missing or not of that form; export it again"
        case .changedFile(let name): "\(name) is not the file that was exported; copy the archive again"
        case .missingFile(let name): "\(name) is missing; copy the archive again"
        case .unlistedFile(let name):
            "\(name) is in the folder and not in archive.json: is it from another archive? Copy the archive again, alone"
        case .exchangedFile(let name, let other):
            "\(name) holds what \(other) should hold: files were exchanged, or one was copied twice; copy the archive "
                + "again"
        case .cutShort(let name, let rows, let all):
            "\(name) is cut short: it has \(rows) lines, not \(all); copy the archive again"
        case .wrongPosition(let file, let line, let found, let expected):
            "\(file), line \(line), has the event of position \(found), where \(expected) is due; export it again"
        case .beingWritten(let path): "another export is writing into \(path); wait for its end, or name a new folder"
        case .badLine(let file, let line): "\(file), line \(line), is not of the archive's form; export it again"
        case .refusedEvents(let file, let reason): "\(file) was refused: \(reason); copy or export the archive again"
        case .wrongWhole(let what): "\(what) is not what archive.json says; copy or export the archive again"
        case .refusedDistrict(let reason): "the district cannot be imported: \(reason)"
        case .unknownTable(let name):
            "the archive has the table \(name), which does not exist here; use a newer Waymark"
        case .unknownFile(let name):
            "the archive has the file \(name), which this version does not know; use a newer Waymark"
        case .hasNoKeys:
            "the archive has no keys: what people wrote could never be read here; export it with --with-keys, or say "
                + "--without-words to keep the facts alone"
        case .needsTransferKey: "the archive holds keys: give the file of the transfer key with --transfer-key"
        }
    }
}
