import LearningRecord
import Projections

/// What the learners of a section need next, as tables.
struct SectionLines {
    let needs: SectionNeeds

    /// A row for each learner and need, for machines: by need, then in the framework's order, then by name.
    var all: Table {
        var table = Table([
            .text("Need", "need"), .text("About", "about"), .text("Learner", "learner"), .text("In particular", "what"),
            .machine("learnerId"), .machine("competency"),
        ])
        for group in needs.groups {
            for line in group.lines {
                table.add([
                    .text(group.need.rawValue), .optional(Self.about(group)), .text(Self.name(line)),
                    .text(Self.say(line.detail)), .text("\(line.learner.id)"), .optional(group.item?.competency),
                ])
            }
        }
        return table
    }

    /// For people, a table for each need that somebody has, under what people call it.
    var byNeed: [(title: String, table: Table)] {
        SectionNeeds.Need.allCases.compactMap { need in
            let groups = needs.groups.filter { $0.need == need }
            return groups.isEmpty ? nil : (Self.title(need), Self.table(of: groups))
        }
    }

    /// A row for each learner, by name; where the same is to say of all of a group, a row for the group. Nobody stands
    /// together with some of a group and apart from others by what is said of them: that could be a level.
    private static func table(of groups: [SectionNeeds.Group]) -> Table {
        let isAboutSomething = groups.contains { about($0) != nil }
        var table = Table([
            isAboutSomething ? .text("About", "about") : .machine("about"), .text("Learner", "learner"),
            .text("In particular", "what"),
        ])
        for group in groups {
            let said = group.lines.map { say($0.detail) }
            if let first = said.first, said.allSatisfy({ $0 == first }) {
                let names = group.lines.map(name).joined(separator: ", ")
                table.add([.optional(about(group)), .text(names), .text(first)])
            } else {
                for (line, text) in zip(group.lines, said) {
                    table.add([.optional(about(group)), .text(name(line)), .text(text)])
                }
            }
        }
        return table
    }

    private static func name(_ line: SectionNeeds.Line) -> String {
        line.learner.name ?? "a learner without a name here"
    }

    private static func about(_ group: SectionNeeds.Group) -> String? {
        let parts = [group.named.map { "“\($0)”" }, group.item.map(ContinuumLines.name)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private static func title(_ need: SectionNeeds.Need) -> String {
        switch need {
        case .decision: "Ready to decide"
        case .anotherLook: "To look at again"
        case .reading: "A second reading"
        case .learnerVoice: "Learners to hear on a decision"
        case .familyVoice: "Families to hear on a decision"
        case .support: "Supports that were asked for"
        case .answer: "Offers without an answer"
        case .evidence: "Growing: evidence still to come"
        case .nextStep: "Where they could go on"
        case .beginning: "Nothing recorded yet"
        }
    }

    private static func say(_ detail: SectionNeeds.Detail) -> String {
        switch detail {
        case .pending(let pending, let entry):
            [PendingWords.say(pending, of: entry), PendingWords.evidence(pending, of: entry)].compactMap(\.self)
                .joined(separator: " – ")
        case .waiting(let level): ContinuumLines.say(level)
        case .since(let day): "since \(day)"
        case .way(let way): ContinuumLines.say(way)
        case .nothing: "no evidence, no attempt, no goal"
        }
    }
}
