import LearningRecord
import Projections

/// What the learners of a section need next, as tables.
struct SectionLines {
    let needs: SectionNeeds

    /// Every line, for machines: by need, then in the framework's order, then by name.
    var all: Table {
        table(of: needs.groups, withNeed: true)
    }

    /// A table for each need that somebody has, under what people call it.
    var byNeed: [(title: String, table: Table)] {
        SectionNeeds.Need.allCases.compactMap { need in
            let groups = needs.groups.filter { $0.need == need }
            return groups.isEmpty ? nil : (Self.title(need), table(of: groups, withNeed: false))
        }
    }

    private func table(of groups: [SectionNeeds.Group], withNeed: Bool) -> Table {
        let isAboutSomething = withNeed || groups.contains { $0.item != nil || $0.named != nil }
        var table = Table([
            .machine("need"), isAboutSomething ? .text("About", "about") : .machine("about"),
            .text("Learner", "learner"), .text("In particular", "what"), .machine("learnerId"), .machine("competency"),
        ])
        for group in groups {
            for line in group.lines {
                table.add([
                    .text(group.need.rawValue), .optional(Self.about(group)),
                    .text(line.learner.name ?? "a learner without a name here"), .text(Self.say(line.detail)),
                    .text("\(line.learner.id)"), .optional(group.item?.competency),
                ])
            }
        }
        return table
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
        case .voice: "A voice to hear"
        case .support: "A support that was asked for"
        case .answer: "An offer without an answer"
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
        case .waiting(let level): "“\(level.level)” waits for \(level.missing)"
        case .since(let day): "since \(day)"
        case .way(let way): ContinuumLines.say(way)
        case .nothing: "no evidence, no attempt, no goal"
        }
    }
}
