import EventLog
import LearningRecord
import Projections

/// Something that a transcript does not have yet. Nothing but a first decision keeps anybody from issuing it.
enum TranscriptGap: Hashable, Sendable {
    /// Nothing was decided yet.
    case decision
    /// A school says nothing of itself.
    case profile(school: String)
    /// The family was not heard on a decision.
    case family(competency: String, decidedOn: CalendarDate)
    /// The learner chose nothing to be seen first.
    case highlights
    /// The learner wrote nothing.
    case statement

    /// What is missing of a learner's transcript.
    /// - Throws: `EventLogError`.
    static func all(of learner: LearnerID, _ document: TranscriptDocument, _ log: EventLog) async throws -> [Self] {
        guard !document.areas.isEmpty else { return [.decision] }
        var gaps = document.schools.filter { ($0.profile ?? "").isEmpty }.map { Self.profile(school: $0.name) }
        for entry in try await ContinuumReader(log: log).continuum(of: learner).entries {
            guard let demonstrated = entry.demonstrated, demonstrated.familyVoice == .notYetHeard else { continue }
            gaps.append(
                .family(
                    competency: entry.item.code ?? entry.item.statement, decidedOn: demonstrated.decidedAt.date))
        }
        if document.highlights.isEmpty { gaps.append(.highlights) }
        if document.statement == nil { gaps.append(.statement) }
        return gaps
    }

    /// In few words, of all of them.
    static func short(_ gaps: [Self], _ words: PageWords) -> String {
        var texts: [String] = []
        for gap in gaps {
            switch gap {
            case .decision: texts.append(words("registrar.m.none"))
            case .profile(let school): texts.append(words("registrar.gap.profile", ["school": school]))
            case .family: continue
            case .highlights: texts.append(words("registrar.gap.highlights"))
            case .statement: texts.append(words("registrar.m.statement"))
            }
        }
        let voices = gaps.count { if case .family = $0 { true } else { false } }
        if voices > 0 { texts.append(words("registrar.gap.family", count: voices)) }
        return texts.isEmpty ? words("registrar.nothing") : texts.joined(separator: "; ")
    }
}
