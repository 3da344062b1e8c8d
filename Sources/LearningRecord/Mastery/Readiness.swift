/// Whether the evidence for a level is what a policy asks for, and if not, what is missing. It decides nothing: people
/// may decide without it, and may leave undecided what is ready.
public struct Readiness: Hashable, Sendable {
    /// Something that a policy asks for and the evidence does not have yet.
    public enum Missing: Hashable, Sendable {
        /// More pieces at or above the level.
        case pieces(have: Int, need: Int)
        /// Pieces from more tasks.
        case tasks(have: Int, need: Int)
        /// Pieces from more contexts, or else from more days.
        case settings(have: Int, need: Int)
        /// Pieces of more forms.
        case forms(have: Int, need: Int)
        /// A piece no older than so many days.
        case recent(days: Int)
        /// The newest piece of the competency speaks to an earlier level.
        case newestBelow
    }

    /// The level.
    public var level: Level
    /// What is missing; empty when it is ready.
    public var missing: [Missing]
    /// The pieces at or above the level, in their order.
    public var pieces: [EvidencePiece]

    /// Whether people can decide with all that the policy asks for.
    public var isReady: Bool { missing.isEmpty }

    /// The readiness for a level.
    ///
    /// Only what a piece says of itself tells it from another: pieces without a task count as from the same task, and
    /// contexts and days each stand alone (two named contexts, or two days).
    /// - Parameters:
    ///   - pieces: the evidence of one learner and competency, in any order.
    ///   - day: the day as of which age is reckoned.
    public init(of pieces: [EvidencePiece], for level: Level, under policy: MasteryPolicy, on day: CalendarDate) {
        self.level = level
        let fitting = pieces.filter { $0.level >= level }.sorted()
        self.pieces = fitting
        missing = []
        func ask(_ have: Int, _ need: Int, _ missed: (Int, Int) -> Missing) {
            if have < need { missing.append(missed(have, need)) }
        }
        ask(fitting.count, policy.pieces) { .pieces(have: $0, need: $1) }
        let named = Set(fitting.compactMap(\.task)).count
        ask(fitting.isEmpty ? 0 : max(1, named), policy.tasks) { .tasks(have: $0, need: $1) }
        let contexts = Set(fitting.compactMap(\.context)).count
        let days = Set(fitting.map(\.at.date)).count
        ask(max(contexts, days), policy.settings) { .settings(have: $0, need: $1) }
        ask(Set(fitting.map(\.form)).count, policy.forms) { .forms(have: $0, need: $1) }
        if let age = policy.withinDays, let newest = fitting.last,
            Int(day.daysSince1970) - Int(newest.at.date.daysSince1970) > age
        {
            missing.append(.recent(days: age))
        }
        if policy.newestNotBelow, let newest = pieces.max(), newest.level < level { missing.append(.newestBelow) }
    }
}

extension Readiness {
    /// What is missing, as one says it to a colleague; empty when it is ready.
    public var words: String {
        var lead: String?
        var details: [String] = []
        var last: String?
        for part in missing {
            switch part {
            case .pieces(let have, let need):
                let more = have == 0 ? "" : " more"
                lead =
                    need - have == 1
                    ? "one\(more) piece of evidence" : "\(Self.say(need - have))\(more) pieces of evidence"
            case .tasks(let have, let need): details.append(Self.another(have, need, "from", "task"))
            case .settings(let have, let need):
                details.append(
                    have == 0
                        ? "in \(Self.say(need)) contexts or on \(Self.say(need)) days"
                        : need - have == 1
                            ? "in another context or on another day"
                            : "in \(Self.say(need - have)) more contexts or on as many more days")
            case .forms(let have, let need): details.append(Self.another(have, need, "of", "form"))
            case .recent(let days): details.append("no older than \(Self.say(days)) \(days == 1 ? "day" : "days")")
            case .newestBelow: last = "a look at the newest piece together: it speaks to an earlier level"
            }
        }
        details.removeAll { $0.isEmpty }
        // One piece, of another task, need not be another piece in another context: one may be all of it.
        if lead == nil, !details.isEmpty { lead = "a piece of evidence" }
        let asked = lead.map { ([$0] + details).joined(separator: ", ") }
        return [asked, last].compactMap(\.self).joined(separator: "; ")
    }

    private static func another(_ have: Int, _ need: Int, _ preposition: String, _ thing: String) -> String {
        if have == 0 { return need == 1 ? "" : "\(preposition) \(say(need)) \(thing)s" }
        return need - have == 1
            ? "\(preposition) another \(thing)" : "\(preposition) \(say(need - have)) more \(thing)s"
    }

    private static func say(_ number: Int) -> String {
        let names = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
        return names.indices.contains(number) ? names[number] : String(number)
    }
}
