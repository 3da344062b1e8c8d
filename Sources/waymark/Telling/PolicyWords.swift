import LearningRecord
import Projections

/// What a policy asks for, in words.
enum PolicyWords {
    /// What the policy that a decision cites asked for, and how the evidence stood to it when people decided.
    static func lines(_ cited: LearnerContinuum.CitedPolicy) -> [(name: String, value: String)] {
        let heading = ("Decided under", "policy \(cited.version)")
        guard let asked = cited.asked, let missing = cited.missing else {
            return [heading, ("It asked for", "what the district keeps no record of")]
        }
        let stood =
            missing.isEmpty
            ? "all that it asked for was there" : "it was still to have \(missing); people decided without"
        return [heading] + lines(asked) + [("The evidence", stood)]
    }

    /// A line for each thing.
    static func lines(_ policy: MasteryPolicy) -> [(name: String, value: String)] {
        var lines = [
            ("Evidence", "\(policy.pieces) or more pieces at the level or a further one"),
            ("Tasks", "from \(policy.tasks) or more (pieces that name none count as from the same one)"),
            ("Settings", "in \(policy.settings) or more named contexts, or on as many days"),
        ]
        if policy.forms > 1 { lines.append(("Forms", "of \(policy.forms) or more forms of evidence")) }
        if let days = policy.withinDays { lines.append(("Age", "the newest of them no older than \(days) days")) }
        lines.append(
            (
                "Newest",
                policy.newestNotBelow ? "the newest evidence does not speak to an earlier level" : "of any level"
            ))
        lines.append(("Second reading", policy.secondReading ? "asked for" : "not asked for"))
        return lines
    }
}
