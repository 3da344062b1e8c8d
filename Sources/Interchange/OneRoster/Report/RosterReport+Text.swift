public import LearningRecord

extension RosterReport: CustomStringConvertible {
    /// A table for people.
    public var description: String {
        var lines: [String] = []
        var title = isDryRun ? "Would import" : "Imported"
        if let version { title += " OneRoster \(version)" }
        if let sourceSystem { title += " from \(sourceSystem)" }
        lines.append(title)
        if let unchangedSince { lines.append("The files are those of the import of \(unchangedSince): nothing is new") }
        lines.append(Self.row(["file", "mode", "rows", "added", "changed", "ended", "unchanged"]))
        for file in files {
            let counts = [file.rows, file.added, file.changed, file.ended, file.unchanged]
            lines.append(Self.row([file.name, file.mode] + counts.map(String.init)))
        }
        lines.append(
            "events: \(events.enrolled) enrolled, \(events.left) left, \(events.corrected) corrected"
                + (events.carriedOver > 0 ? ", \(events.carriedOver) carried over from an interrupted import" : ""))
        lines.append("groups: \(groups.opened) memberships began, \(groups.closed) ended")
        lines += matches.prefix(Self.toldMatches).map { $0.text(isDryRun: isDryRun) }
        if matches.count > Self.toldMatches { lines.append("person: … and more") }
        lines += dropped.map { "dropped: \($0)" }
        lines += notes.map { "note: \($0)" }
        return lines.joined(separator: "\n")
    }

    /// The form for machines.
    public var json: JSON {
        func number(_ value: Int64) -> JSON { .number(String(value)) }
        func notes(_ notes: [Note]) -> JSON {
            .array(
                notes.map { note in
                    var object: JSONObject = ["file": .string(note.file), "what": .string(note.text)]
                    object["count"] = note.count.map(number)
                    return .object(object)
                })
        }
        var object: JSONObject = ["dryRun": .bool(isDryRun)]
        object["version"] = version.map { .string($0) }
        object["sourceSystem"] = sourceSystem.map { .string($0) }
        object["files"] = .array(
            files.map { file in
                .object([
                    "file": .string(file.name), "mode": .string(file.mode), "rows": number(file.rows),
                    "added": number(file.added), "changed": number(file.changed), "ended": number(file.ended),
                    "unchanged": number(file.unchanged),
                ])
            })
        object["events"] = .object([
            "enrolled": number(events.enrolled), "left": number(events.left), "corrected": number(events.corrected),
            "carriedOver": number(events.carriedOver),
        ])
        object["groups"] = .object(["began": number(groups.opened), "ended": number(groups.closed)])
        object["unchangedSince"] = unchangedSince.map { .string($0.description) }
        object["matches"] = .array(
            matches.prefix(Self.toldMatches).map { match in
                .object([
                    "line": number(Int64(match.line)), "sourcedId": .string(match.sourcedID),
                    "formerSourcedId": .string(match.formerSourcedID), "rule": .string(match.rule.rawValue),
                    "certain": .bool(match.isCertain), "applied": .bool(match.isApplied),
                ])
            })
        object["dropped"] = notes(dropped)
        object["notes"] = notes(self.notes)
        return .object(object)
    }

    private static func row(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            let width = index == 0 ? 18 : 10
            let space = String(repeating: " ", count: max(1, width - cell.count))
            return index < 2 ? cell + space : space + cell
        }.joined()
    }
}

extension RosterReport.Match {
    /// Who is taken for whom, or could be, and how that is said.
    fileprivate func text(isDryRun: Bool) -> String {
        let who = "person: users.csv, line \(line): \"\(sourcedID)\""
        if isApplied {
            return "\(who) \(isDryRun ? "would be matched" : "was matched") with \"\(formerSourcedID)\" by "
                + rule.rawValue
        }
        let advice =
            isCertain
            ? "--match \(rule.rawValue) would match them"
            : "others may be too, so no rule matches them"
        return "\(who) may be \"\(formerSourcedID)\" by \(rule.rawValue), and is not matched: \(advice)"
    }
}

extension RosterReport.Note: CustomStringConvertible {
    /// What, where and how often.
    public var description: String { "\(file): \(text)" + (count.map { " (\($0))" } ?? "") }
}
