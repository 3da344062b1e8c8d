import LearningRecord

extension ContinuumRow {
    /// The row that follows from what is kept of a competency.
    init(competency: CompetencyID, notes: CompetencyNotes, evidence known: IdentifierMap<EventSubject, Moment>) {
        self.competency = competency
        let standing = Standing(notes.decisions)
        var explaining: [Int64] = []
        // Room for all that may be: it is done for millions of rows.
        explaining.reserveCapacity(notes.pieces.count + notes.voices.count + notes.decisions.count + 8)
        if let standing {
            let (first, root, last) = standing.chain
            explaining.append(first)
            explaining.append(root)
            explaining.append(last)
            var cited: [Int64] = []
            for id in standing.grounds?.evidence ?? [] {
                if let position = known[id]?.position { cited.append(position) }
            }
            cited.sort()
            explaining += cited
            demonstrated = Demonstrated(standing, evidence: cited, notes: notes, known: known)
            if let reading = demonstrated?.secondReading, notes.piece(at: reading) != nil { explaining.append(reading) }
            for voice in notes.voices where voice.decision == standing.decision.id {
                explaining.append(voice.moment.position)
            }
        }
        let newestAbove = sort(notes, standing)
        for piece in pieces { explaining.append(piece.position) }

        var tried = notes.attempt
        if let standing, let attempt = tried, attempt <= standing.decision.moment { tried = nil }
        if let tried { explaining.append(tried.position) }
        if let newest = newestAbove.map({ Moment.newest(tried, $0.moment) }) ?? tried {
            edge = Mark(level: newestAbove?.level, at: newest.at)
        }
        if let spoken = notes.goal {
            goal = Mark(level: spoken.level, at: spoken.moment.at)
            explaining.append(spoken.moment.position)
        }
        if let spoken = notes.selfView {
            selfView = Mark(level: spoken.level, at: spoken.moment.at)
            explaining.append(spoken.moment.position)
        }
        explaining.sortUnique()
        explainedBy = explaining
    }

    /// Keeps the pieces that readiness needs, opens a review where there is cause, and answers the newest piece above what
    /// is demonstrated.
    private mutating func sort(_ notes: CompetencyNotes, _ standing: Standing?) -> EvidencePiece? {
        guard let standing else {
            pieces = notes.pieces
            return pieces.last
        }
        // Several hundred thousand rows a second are made here: one pass, and the arrays that the row keeps.
        let decided = standing.decision.moment
        let closing = notes.decisions.lazy.map(\.moment).max() ?? decided
        var newestAbove: EvidencePiece?
        pieces.reserveCapacity(notes.pieces.count)
        let newestBefore = notes.pieces.lastIndex { $0.moment <= decided }
        for (index, piece) in notes.pieces.enumerated() {
            let isBelow = piece.level < standing.level
            if piece.level > standing.level { newestAbove = piece }
            let reopens = isBelow && piece.moment > closing
            if reopens {
                review = Mark(level: piece.level, at: review?.at ?? piece.at)
                reviewEvidence.append(piece.position)
            }
            let isNewest = index == newestBefore || index == notes.pieces.count - 1
            if !isBelow || reopens || isNewest || demonstrated?.evidence.contains(piece.position) == true {
                pieces.append(piece)
            }
        }
        return newestAbove
    }
}

extension CompetencyNotes {
    /// The piece at a position.
    func piece(at position: Int64) -> EvidencePiece? { pieces.first { $0.position == position } }
}

extension ContinuumRow.Demonstrated {
    fileprivate init(
        _ standing: Standing, evidence cited: [Int64], notes: CompetencyNotes,
        known: IdentifierMap<EventSubject, Moment>
    ) {
        let own = standing.decision.grounds
        level = standing.level
        at = standing.since.at
        decider = standing.decision.decider
        decidedAt = standing.decision.moment.at
        decision = standing.decision.moment.position
        noticeGiven = standing.decision.noticeGiven
        policy = own?.policy
        framework = standing.grounds?.framework
        frameworkVersion = standing.grounds?.frameworkVersion
        criterion = standing.grounds?.criterion
        evidence = cited
        // What was said of a decision, and read a second time, does not carry over to a revision of it.
        let (id, voices) = (standing.decision.id, notes.voices)
        learnerVoice =
            voices.newest(of: .learner, on: id)?.voice.ofDecision ?? own?.learnerVoice ?? .notYetHeard
        familyVoice = voices.newest(of: .family, on: id)?.voice.ofDecision ?? own?.familyVoice ?? .notYetHeard
        secondReadingBlind = own?.secondReadingBlind
        secondReading = own?.secondReading.flatMap { known[$0]?.position }
        secondReadingLevel = secondReading.flatMap { notes.piece(at: $0)?.level }
    }
}
