import LearningRecord

extension CASEReport: CustomStringConvertible {
    /// The report for people, a line a fact.
    public var description: String {
        var lines = [headline, "  \(items) items, \(associationCount) associations"]
        for kind in associations {
            let outside = kind.outside > 0 ? ", \(kind.outside) of them pointing outside of the package" : ""
            lines.append("    \(kind.kind) \(kind.count)\(outside)")
        }
        if criteria > 0 { lines.append("  \(criteria) rubric criteria with \(levels) levels") }
        if outcome == .newVersion {
            lines.append(
                "  \(added) items added, \(changed) changed, \(removed) removed (\(replaced) of them replaced)")
        }
        lines += section("kept out, CASE has no such member", findings.unknown)
        lines += section("kept out, CASE 1.1 says it elsewhere", findings.superseded)
        lines += section("dropped, Waymark keeps no scores", findings.scores)
        lines += section("missing, filled from its neighbour", findings.filled)
        lines += section("kind of association written otherwise", findings.renamedKinds)
        if findings.momentsWithoutZone > 0 {
            lines.append("  \(findings.momentsWithoutZone) moments without a zone, taken for UTC")
        }
        if findings.turnedCriteria > 0 {
            lines.append("  \(findings.turnedCriteria) criteria had their highest level first and were turned")
        }
        return lines.joined(separator: "\n")
    }

    private var headline: String {
        let name = "\"\(CASEName.shown(title))\" (\(framework), CASE \(writtenIn))"
        let would = isDryRun ? "would come in" : "came in"
        return switch outcome {
        case .new: "\(name) \(would) as version \(version)"
        case .newVersion: "\(name) \(would) as version \(version), after version \(version - 1)"
        case .unchanged: "\(name) says what version \(version) says: nothing to do"
        }
    }

    private func section(_ title: String, _ counts: [String: Int]) -> [String] {
        guard !counts.isEmpty else { return [] }
        let list = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return ["  \(title): \(list)"]
    }
}
