/// What a district asks for before people decide that a level is demonstrated, in one version. A policy computes
/// readiness; people decide.
public struct MasteryPolicy: Hashable, Sendable {
    /// The name of this version: what a ``Mastery`` cites.
    public var version: Label
    /// From when on it holds.
    public var inForceFrom: Instant
    /// Pieces of evidence at or above the level, at least: from 1.
    public var pieces: Int
    /// Different tasks that they come from, at least. Pieces that name no task count as from one and the same.
    public var tasks: Int
    /// Different named contexts, or else different days (UTC), at least.
    public var settings: Int
    /// Different forms of evidence (artifact, observation…), at least: so that not all is, say, from outside.
    public var forms: Int
    /// The newest of them is no older than so many days; `nil` where age does not matter.
    public var withinDays: Int?
    /// Whether the newest evidence of the competency must not speak to an earlier level.
    public var newestNotBelow: Bool
    /// Whether a second reader is asked for.
    public var secondReading: Bool

    /// A policy.
    public init(
        version: Label, inForceFrom: Instant, pieces: Int = 2, tasks: Int = 2, settings: Int = 2, forms: Int = 1,
        withinDays: Int? = nil, newestNotBelow: Bool = true, secondReading: Bool = false
    ) {
        self.version = version
        self.inForceFrom = inForceFrom
        self.pieces = pieces
        self.tasks = tasks
        self.settings = settings
        self.forms = forms
        self.withinDays = withinDays
        self.newestNotBelow = newestNotBelow
        self.secondReading = secondReading
    }

    /// What holds in a district that has set nothing: two pieces, from two tasks, in two contexts or on two days, the
    /// newest not below the level. Its version is `default-1`.
    public static let `default` = MasteryPolicy(
        version: Label(known: "default-1"), inForceFrom: LearningEvent.moments.lowerBound)

    /// What each number may be. A number of pieces that nobody can reach would be a gate.
    public static let counts = 1...20
    /// What ``withinDays`` may be.
    public static let ages = 1...3_660

    /// Refuses a policy that says nothing or that no evidence can meet.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        for (name, count) in [("pieces", pieces), ("tasks", tasks), ("settings", settings), ("forms", forms)] {
            guard Self.counts.contains(count) else {
                throw RecordError(.invalidValue, at: name, "must be a whole number from 1 to \(Self.counts.upperBound)")
            }
        }
        guard forms <= Evidence.Form.allCases.count else {
            throw RecordError(.invalidValue, at: "forms", "there are only \(Evidence.Form.allCases.count) forms")
        }
        if let withinDays, !Self.ages.contains(withinDays) {
            throw RecordError(
                .invalidValue, at: "withinDays", "must be a whole number from 1 to \(Self.ages.upperBound)")
        }
    }

    /// Whether both ask for the same, whatever they are called and whenever they hold.
    public func asksTheSame(as other: MasteryPolicy) -> Bool {
        var other = other
        other.version = version
        other.inForceFrom = inForceFrom
        return self == other
    }
}

extension MasteryPolicy {
    /// The policy that holds at a time: of those in force by then, the newest.
    /// - Parameter policies: in any order.
    /// - Returns: ``default`` where none of them was in force yet.
    public static func inForce(_ policies: [MasteryPolicy], at time: Instant) -> MasteryPolicy {
        policies.filter { $0.inForceFrom <= time }.max { $0.inForceFrom < $1.inForceFrom } ?? .default
    }
}
