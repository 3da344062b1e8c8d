import LearningRecord

extension SectionNeeds {
    /// A support or an opportunity that someone waits for.
    struct Waiting {
        let need: Need
        let learner: LearnerID
        let competency: CompetencyID?
        let named: String
        let since: CalendarDate
    }

    /// - Parameter learners: by name.
    init(
        section: SectionID, day: CalendarDate, learners: [Learner], rows: [LearnerID: [ContinuumRow]],
        waiting: [Waiting], in frame: LearnerContinuum.Frame
    ) {
        self.section = section
        self.day = day
        self.learners = learners
        policy = frame.policy
        var lines: [Key: [Line]] = [:]
        let open = Dictionary(grouping: waiting, by: \.learner)
        // In the order of names, so each group is in that order too.
        for learner in learners {
            func add(_ need: Need, _ item: LearnerContinuum.Item?, _ named: String?, _ detail: Detail) {
                lines[Key(need: need, item: item, named: named), default: []].append(
                    Line(learner: learner, detail: detail))
            }
            let told = LearnerContinuum(learner: learner.id, rows: rows[learner.id] ?? [], in: frame)
            for entry in told.entries.flatMap(\.all) {
                for pending in entry.pending { add(pending.need, entry.item, nil, .pending(pending, of: entry)) }
                if let level = entry.waitsFor { add(.evidence, entry.item, nil, .waiting(level)) }
            }
            for way in told.ways where way.leadsOn { add(.nextStep, way.item, nil, .way(way)) }
            for waiting in open[learner.id] ?? [] {
                add(waiting.need, waiting.competency.map(frame.item), waiting.named, .since(waiting.since))
            }
            if told.entries.isEmpty { add(.beginning, nil, nil, .nothing) }
        }
        groups = lines.keys.sorted { $0.precedes($1, in: frame.words) }
            .map { Group(need: $0.need, item: $0.item, named: $0.named, lines: lines[$0] ?? []) }
    }

    private struct Key: Hashable {
        let need: Need
        let item: LearnerContinuum.Item?
        let named: String?

        func precedes(_ other: Key, in words: FrameworkWords) -> Bool {
            if need != other.need { return need.place < other.need.place }
            if item?.competency != other.item?.competency {
                guard let item, let otherItem = other.item else { return item != nil }
                return words.precedes(item.competency, otherItem.competency)
            }
            return (named ?? "") < (other.named ?? "")
        }
    }
}

extension SectionNeeds.Need {
    fileprivate var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension LearnerContinuum.Pending {
    fileprivate var need: SectionNeeds.Need {
        switch self {
        case .readyToDecide: .decision
        case .review: .anotherLook
        case .secondReadingOutstanding, .secondReadingDiffers: .reading
        case .voice(.learner): .learnerVoice
        case .voice(.family): .familyVoice
        }
    }
}

extension LearnerContinuum.Way {
    /// Whether it leads on to something that is not begun: what is begun stands under its own needs.
    fileprivate var leadsOn: Bool {
        reasons.contains { if case .nextLevel = $0 { true } else { false } } == false
            && reasons.contains { reason in
                switch reason {
                case .follows, .goal: true
                case .nextLevel, .areaNotBegun: false
                }
            }
    }
}
