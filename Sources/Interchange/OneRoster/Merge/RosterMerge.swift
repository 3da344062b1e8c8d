import EventLog
import LearningRecord
import LibPQ

/// Brings the reference data of a district to what staged files say, table by table, inside one transaction.
struct RosterMerge {
    let session: Session
    let tenant: Int32
    let asOf: CalendarDate
    let options: RosterImportOptions
    let problems: RosterProblems
    /// Whether nobody was known before.
    let isFirstNight: Bool

    /// Reports references of a staged file that lead nowhere.
    /// - Parameter query: answers line and value of each, and in each row how many there are.
    func reportUnresolved(file: String, column: String, _ message: String, _ query: SQL) throws {
        for row in try session.query(query) {
            problems.add(
                file: "\(file).csv", line: Int(try row[0, as: Int32.self]), column: column,
                value: try row[1, as: String.self], message)
        }
    }

    /// A number that a query answers.
    func count(_ query: SQL) throws -> Int64 { try session.query(query).single(as: Int64.self) }

    /// Refuses a bulk file that ends more than half of what there is, unless that is allowed.
    func checkEndings(file: String, ending: Int64, of all: Int64) throws(RosterImportError) {
        guard all >= Self.fewEnough, ending * 2 > all, !options.allowsManyEndings else { return }
        throw .tooManyEndings(file: "\(file).csv", ending: Int(ending), of: Int(all))
    }

    /// Below this number a share says nothing.
    private static let fewEnough: Int64 = 20
}

extension RosterReport {
    /// Changes the numbers of a file.
    mutating func update(_ name: String, _ change: (inout File) throws -> Void) rethrows {
        guard let index = files.firstIndex(where: { $0.name == name }) else { return }
        try change(&files[index])
    }
}
