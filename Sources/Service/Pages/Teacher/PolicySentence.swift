import LearningRecord

/// What a policy asks for before people decide, in one sentence.
enum PolicySentence {
    static func say(_ policy: MasteryPolicy, _ words: PageWords) -> String {
        var parts = [
            words("policy.pieces", count: policy.pieces), words("policy.tasks", count: policy.tasks),
            words("policy.settings", count: policy.settings),
        ]
        if policy.forms > 1 { parts.append(words("policy.forms", count: policy.forms)) }
        if let days = policy.withinDays { parts.append(words("policy.recent", count: days)) }
        if policy.newestNotBelow { parts.append(words("policy.newest")) }
        if policy.secondReading { parts.append(words("policy.second")) }
        return words("policy.asks", ["policy": policy.version.text, "things": words.list(parts)])
    }
}
