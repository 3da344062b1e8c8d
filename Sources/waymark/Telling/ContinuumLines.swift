import LearningRecord
import Projections

/// A learner's continuum as tables.
struct ContinuumLines {
    let continuum: LearnerContinuum
    /// What deciders are called.
    let people: [PersonID: String]

    init(_ continuum: LearnerContinuum, people: [PersonID: String] = [:]) {
        self.continuum = continuum
        self.people = people
    }

    /// Where the learner stands, a row a competency, in the framework's order.
    var competencies: Table {
        let entries = continuum.entries.flatMap(\.all)
        // A column where nobody has anything to say is only for machines.
        func column(_ title: String, _ key: String, _ says: (LearnerContinuum.Entry) -> Bool) -> Table.Column {
            entries.contains(where: says) ? .text(title, key) : .machine(key)
        }
        var table = Table([
            .text("Competency", "statement"), .text("Demonstrated", "demonstrated"),
            column("Growing towards", "growingTowards") { $0.edge != nil },
            column("To look at again", "toReview") { $0.review != nil },
            column("Goal", "goal") { $0.goal != nil }, column("Own view", "ownView") { $0.selfView != nil },
            .text("Next level", "nextLevel"), .machine("code"), .machine("area"), .machine("competency"),
            .machine("recordedUnder"), .machine("demonstratedSince"), .machine("decidedBy"), .machine("policy"),
            .machine("readiness"),
        ])
        for entry in entries {
            table.add([
                .text(Self.name(entry)), .text(Self.demonstrated(entry)), Self.cell(entry.edge),
                .optional(entry.review.map { "since \($0.since.date)" }),
                Self.cell(entry.goal), Self.cell(entry.selfView), .optional(entry.nextLevel?.name),
                .optional(entry.item.code), .optional(entry.area), .text("\(entry.item.competency)"),
                .optional(entry.recordedUnder?.competency), .optional(entry.demonstrated?.since),
                .optional(entry.demonstrated?.decider.role.rawValue), .optional(entry.demonstrated?.policy?.version),
                .optional(entry.ready.map { "ready: \($0.level)" } ?? entry.waitsFor.map(Self.say)),
            ])
        }
        return table
    }

    /// How each level that is demonstrated was decided, in the framework's order.
    var decisions: Table {
        var table = Table([
            .text("Competency", "statement"), .text("Decided", "decided"), .text("Under", "policy"),
            .text("What there is to say of it", "remarks"), .machine("competency"), .machine("decision"),
        ])
        for entry in continuum.entries.flatMap(\.all) {
            guard let shown = entry.demonstrated else { continue }
            let who = [shown.decider.person.flatMap { people[$0] }, Self.role(shown)].compactMap(\.self)
            table.add([
                .text(entry.item.code ?? entry.item.statement),
                .text(([shown.decidedAt.date.description] + who).joined(separator: ", ")),
                .optional(shown.policy?.version), .optional(Self.remarks(shown)), .text("\(entry.item.competency)"),
                .number(shown.decision),
            ])
        }
        return table
    }

    /// What waits for people, a row each.
    var pending: Table {
        var table = Table([
            .text("Competency", "statement"), .text("What", "what"), .text("On which evidence", "evidence"),
            .machine("pending"), .machine("competency"),
        ])
        for entry in continuum.entries.flatMap(\.all) {
            for pending in entry.pending {
                table.add([
                    .text(entry.item.code ?? entry.item.statement), .text(PendingWords.say(pending, of: entry)),
                    .optional(PendingWords.evidence(pending, of: entry)), .text(pending.name),
                    .text("\(entry.item.competency)"),
                ])
            }
            if let waits = entry.waitsFor {
                let evidence = waits.evidence.isEmpty ? nil : PendingWords.say(waits.evidence)
                table.add([
                    .text(entry.item.code ?? entry.item.statement), .text(Self.say(waits)), .optional(evidence),
                    "evidence", .text("\(entry.item.competency)"),
                ])
            }
        }
        return table
    }

    /// Ways forward.
    var ways: Table {
        var table = Table([
            .text("Competency", "statement"), .text("Because", "reasons"), .text("Also before it", "stillOpen"),
            .machine("code"), .machine("competency"),
        ])
        for way in continuum.ways {
            table.add([
                .text(Self.name(way.item)), .text(Self.say(way)),
                way.stillOpen.isEmpty ? .none : .text(way.stillOpen.joined(separator: "; ")),
                .optional(way.item.code), .text("\(way.item.competency)"),
            ])
        }
        return table
    }

    static func name(_ item: LearnerContinuum.Item) -> String {
        item.code.map { "\($0)  \(item.statement)" } ?? item.statement
    }

    private static func name(_ entry: LearnerContinuum.Entry) -> String {
        guard let older = entry.recordedUnder else { return name(entry.item) }
        return "\(name(entry.item)) (recorded under its older form \(older.code ?? "“\(older.statement)”"))"
    }

    /// What is still missing for a level.
    static func say(_ waits: LearnerContinuum.LevelReadiness) -> String {
        "“\(waits.level)” waits for \(waits.missing)"
    }

    private static func role(_ shown: LearnerContinuum.Demonstrated) -> String {
        shown.decider.role.rawValue.replacing("-", with: " ")
    }

    private static func demonstrated(_ entry: LearnerContinuum.Entry) -> String {
        entry.demonstrated.map { "\($0.level), since \($0.since.date) (\(role($0)))" } ?? "not yet"
    }

    /// What there is to say of a decision: a revision, what it was made without, who sees it otherwise.
    private static func remarks(_ shown: LearnerContinuum.Demonstrated) -> String? {
        var remarks: [String] = []
        if let notice = shown.noticeGiven {
            remarks.append(
                "revised, \(notice ? "with" : "without") notice; the reason is in the record (--words)")
        }
        if let cited = shown.policy, let missing = cited.missing, !missing.isEmpty {
            remarks.append("made before all that was asked for was there: \(missing)")
        }
        for (speaker, voice) in [("learner", shown.learnerVoice), ("family", shown.familyVoice)]
        where voice == .differs {
            remarks.append("the \(speaker) differs")
        }
        if let reading = shown.secondReading { remarks.append(say(reading)) }
        return remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    }

    private static func say(_ reading: LearnerContinuum.SecondReading) -> String {
        let kind = reading.isBlind ? "blind second reading" : "second reading, not blind"
        switch reading.agrees {
        case true?: return "\(kind) agrees"
        case false?: return "\(kind) saw “\(reading.level ?? "")”"
        case nil: return kind
        }
    }

    /// Why something is a way forward.
    static func say(_ way: LearnerContinuum.Way) -> String { way.reasons.map(say).joined(separator: "; ") }

    private static func say(_ reason: LearnerContinuum.Reason) -> String {
        switch reason {
        case .follows(let titles): "it follows \(titles.joined(separator: ", "))"
        case .nextLevel(let level): "“\(level)” comes next in it"
        case .goal(let level): level.map { "it is the learner's goal, at “\($0)”" } ?? "it is the learner's goal"
        case .areaNotBegun(let begin): "nothing of it is begun; it can begin with \(begin.joined(separator: ", "))"
        }
    }

    private static func cell(_ mark: LearnerContinuum.Mark?) -> Cell {
        guard let mark else { return .none }
        return .text("\(mark.level ?? "under way"), \(mark.at.date)")
    }
}
