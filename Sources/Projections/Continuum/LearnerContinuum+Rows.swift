import LearningRecord

extension LearnerContinuum {
    /// What a continuum is told in and reckoned by.
    struct Frame {
        let words: FrameworkWords
        /// The district's policies.
        let policies: [MasteryPolicy]
        /// The time as of which it is told.
        let now: Instant

        /// The policy in force.
        var policy: MasteryPolicy { .inForce(policies, at: now) }

        /// The policy of a name.
        func policy(_ version: Label) -> MasteryPolicy? {
            version == MasteryPolicy.default.version ? .default : policies.first { $0.version == version }
        }

        func item(_ id: CompetencyID) -> Item {
            Item(competency: id, code: words[id]?.code, statement: words.statement(id))
        }
    }

    init(learner: LearnerID, rows: [ContinuumRow], in frame: Frame) {
        let words = frame.words
        self.learner = learner
        policy = frame.policy
        // What has one item today is told once, under that item.
        let groups = Dictionary(grouping: rows) { words.current($0.competency) }
        entries = groups.sorted { words.precedes($0.key, $1.key) }.compactMap { current, rows in
            let told = rows.sorted { left, right in
                if (left.competency == current) != (right.competency == current) { return left.competency == current }
                return words.precedes(left.competency, right.competency)
            }.map { Entry($0, as: current, in: frame) }
            guard var entry = told.first else { return nil }
            entry.earlier = Array(told.dropFirst())
            return entry
        }
        ways = Self.ways(from: entries, in: frame)
    }
}

extension LearnerContinuum.Entry {
    fileprivate init(_ row: ContinuumRow, as current: CompetencyID, in frame: LearnerContinuum.Frame) {
        let words = frame.words
        let scale = words.scale(
            row.competency, citing: row.demonstrated?.cited, criterion: row.demonstrated?.criterion)
        func name(_ level: Level) -> String { words.name(level, in: scale).name }
        func mark(_ mark: ContinuumRow.Mark?) -> LearnerContinuum.Mark? {
            mark.map { .init(level: $0.level.map(name), at: $0.at) }
        }
        func piece(_ piece: EvidencePiece) -> LearnerContinuum.Piece {
            .init(
                position: piece.position, day: piece.at.date, level: name(piece.level), task: piece.task?.text,
                context: piece.context?.text)
        }
        item = frame.item(current)
        recordedUnder = current == row.competency ? nil : frame.item(row.competency)
        area = words.area(current).flatMap { words[$0] }.map(\.title)
        demonstrated = row.demonstrated.map { .init($0, pieces: row.pieces, scale: scale, in: frame) }
        edge = mark(row.edge)
        review = row.review.map { review in
            let open = Set(row.reviewEvidence)
            return .init(
                level: review.level.map(name), since: review.at,
                evidence: row.pieces.filter { open.contains($0.position) }.map(piece))
        }
        goal = mark(row.goal)
        selfView = mark(row.selfView)
        nextLevel = scale.next(after: row.demonstrated?.level)
        let levels = row.levelsAhead(in: scale)
        let computed = levels.map { Readiness(of: row.pieces, for: $0, under: frame.policy, on: frame.now.date) }
        readiness = computed.map {
            .init(
                level: name($0.level), isReady: $0.isReady, missing: $0.words, lacks: $0.missing,
                evidence: $0.pieces.map(piece))
        }
        pending = row.pending(readiness: computed, cited: demonstrated?.policy?.asked, name: name)
        earlier = []
        explainedBy = row.explainedBy
    }
}

extension LearnerContinuum.Demonstrated {
    fileprivate init(
        _ shown: ContinuumRow.Demonstrated, pieces: [EvidencePiece], scale: LevelScale,
        in frame: LearnerContinuum.Frame
    ) {
        let named = frame.words.name(shown.level, in: scale)
        level = named.name
        description = named.description
        since = shown.at
        decidedAt = shown.decidedAt
        decider = shown.decider
        decision = shown.decision
        noticeGiven = shown.noticeGiven
        policy = shown.policy.map { version in
            let asked = frame.policy(version)
            let readiness = asked.map { shown.readiness(of: pieces, under: $0) }
            return .init(
                version: version, asked: asked, missing: readiness?.words, lacked: readiness?.missing ?? [])
        }
        learnerVoice = shown.learnerVoice
        familyVoice = shown.familyVoice
        secondReading = shown.secondReadingBlind.map { isBlind in
            .init(
                isBlind: isBlind, evidence: shown.secondReading,
                level: shown.secondReadingLevel.map { frame.words.name($0, in: scale).name },
                agrees: shown.secondReadingLevel.map { $0 >= shown.level })
        }
        evidence = shown.evidence
    }
}
