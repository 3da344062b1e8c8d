import LearningRecord

/// What a policy asks for, in words.
enum PolicyWords {
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
