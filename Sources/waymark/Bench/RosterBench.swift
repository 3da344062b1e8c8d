import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ

/// Nights of a roster, beside Python that reads the same files with `csv` and COPYs them as they are into staging tables
/// with psycopg: it compares nothing, keeps nothing apart, and makes no events.
struct RosterBench {
    let database: BenchDatabase
    let rounds: Int
    /// A folder with a bulk bundle.
    let folder: String
    /// A Python that has `psycopg` 3.
    let python: String

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        var (first, second, changed, copied): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        let other = try TouchedBundle(of: folder)
        defer { other.remove() }
        for round in 0...rounds {
            progress("rosters, round \(round) of \(rounds)")
            let text = try await OtherProgram.run(
                python, ["-c", Self.script, folder], environment: database.environment)
            guard let rate = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw Failure("Python printed no rate")
            }
            let district = try await database.store.createDistrict(named: "Roster \(round)")
            let log = database.store.log(of: district)
            let night = try await self.rate(of: folder, in: log)
            let same = try await self.rate(of: folder, in: log)
            let touched = try await self.rate(of: other.path, in: log)
            if round == 0 { continue }
            copied.append(rate)
            first.append(night)
            second.append(same)
            changed.append(touched)
        }
        let memory = try Self.peakMemory()
        let beside = "Python csv and psycopg COPY into staging tables"
        return [
            Measurement(
                what: "first night of a roster, with its events", comparedWith: beside, unit: "rows/s", product: first,
                other: copied, bar: 1),
            Measurement(
                what: "a second night with the same files", comparedWith: beside, unit: "rows/s", product: second,
                other: copied, bar: 5),
            Measurement(
                what: "a night with other files that say the same", comparedWith: beside, unit: "rows/s",
                product: changed, other: copied, bar: 1),
            Measurement(
                what: "the most memory resident during the imports", comparedWith: "", unit: "MB", product: [memory],
                other: [], bar: 1_000),
        ]
    }

    /// The most memory that this program had resident so far, in megabytes. Python is another program.
    private static func peakMemory() throws -> Double {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else {
            throw Failure("the system told nothing of memory")
        }
        // The system counts in kibibytes.
        return Double(usage.ru_maxrss) * 1_024 / 1_000_000
    }

    /// Rows a second of one import.
    private func rate(of folder: String, in log: EventLog) async throws -> Double {
        var rows: Int64 = 0
        let seconds = try await ContinuousClock().seconds {
            let report = try await RosterImport(log: log, options: RosterImportOptions(asOf: Clock.now().date))
                .run(from: NamedFilesLocation(path: folder))
            rows = report.files.reduce(0) { $0 + $1.rows }
        }
        return Double(rows) / seconds
    }

    private static let script = """
        import csv, os, sys, time, psycopg
        folder, rows, start = sys.argv[1], 0, time.perf_counter()
        with psycopg.connect() as db, db.cursor() as cursor:
            for name in sorted(os.listdir(folder)):
                if not name.endswith(".csv") or name == "manifest.csv":
                    continue
                with open(os.path.join(folder, name), newline="", encoding="utf-8") as file:
                    reader = csv.reader(file)
                    columns = ", ".join('"' + column + '" text' for column in next(reader))
                    table = "staging_" + name[:-4].lower()
                    cursor.execute(f"drop table if exists {table}")
                    cursor.execute(f"create table {table} ({columns})")
                    with cursor.copy(f"copy {table} from stdin") as copy:
                        for row in reader:
                            copy.write_row(row)
                            rows += 1
        print(rows / (time.perf_counter() - start))
        """
}

/// A bundle whose files differ from another's in a line end at the end, and say the same.
private struct TouchedBundle {
    let path: String

    init(of folder: String) throws {
        path = NSTemporaryDirectory() + "waymark-bench-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: folder, toPath: path)
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.hasSuffix(".csv") {
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(path)/\(name)"))
            try file.seekToEnd()
            try file.write(contentsOf: [0x0A])
            try file.close()
        }
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
