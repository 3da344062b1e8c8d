import LearningRecord
import LibPQ

extension RosterReport {
    /// The report of files that are the same as those of the import whose report was `json`, which began at `since`;
    /// `nil` when that is no report.
    init?(unchangedSince since: Instant, _ json: JSON, isDryRun: Bool) {
        guard let files = json["files"]?.array else { return nil }
        self.init(isDryRun: isDryRun)
        unchangedSince = since
        version = json["version"]?.string
        sourceSystem = json["sourceSystem"]?.string
        for file in files {
            guard let name = file["file"]?.string, let mode = file["mode"]?.string, let rows = file["rows"]?.integer
            else { return nil }
            var same = File(name: name, mode: mode, rows: rows)
            same.unchanged = rows
            self.files.append(same)
        }
    }
}
