import LearningRecord
import Markup
import Projections

/// What learners need, in words.
struct NeedWords {
    let words: PageWords

    /// What a need is called.
    func title(_ need: SectionNeeds.Need) -> String {
        switch need {
        case .decision: words("needs.decision")
        case .anotherLook: words("needs.anotherLook")
        case .reading: words("needs.reading")
        case .learnerVoice: words("needs.learnerVoice")
        case .familyVoice: words("needs.familyVoice")
        case .support: words("needs.support")
        case .answer: words("needs.answer")
        case .evidence: words("needs.evidence")
        case .nextStep: words("needs.nextStep")
        case .beginning: words("needs.beginning")
        }
    }

    /// What a need is in particular; `nil` where the heading says all.
    func say(_ detail: SectionNeeds.Detail) -> HTML? {
        switch detail {
        case .pending(let pending, let entry): say(pending, of: entry)
        case .waiting(let level):
            words.html(
                "needs.waitsFor",
                ["level": strong(level.level), "missing": HTML(text: MissingWords(words: words).say(level.lacks))])
        case .since(let day): words.html("needs.since", ["date": words.time(day)])
        case .way(let way): say(way)
        case .nothing: HTML(text: words("needs.nothingYet"))
        }
    }

    private func say(_ pending: LearnerContinuum.Pending, of entry: LearnerContinuum.Entry) -> HTML? {
        switch pending {
        case .readyToDecide(let level):
            words.html(
                "needs.readyAt",
                ["level": strong(level), "evidence": HTML(text: pieces(entry.ready?.evidence ?? []))])
        case .review:
            words.html(
                "needs.look",
                [
                    "level": strong(entry.review?.level ?? ""),
                    "evidence": HTML(text: pieces(entry.review?.evidence ?? [])),
                ])
        case .secondReadingOutstanding: HTML(text: words("needs.secondOutstanding"))
        case .secondReadingDiffers(let level): words.html("needs.secondDiffers", ["level": strong(level)])
        case .voice: nil
        }
    }

    private func say(_ way: LearnerContinuum.Way) -> HTML? {
        let reasons = way.reasons.compactMap { reason -> String? in
            switch reason {
            case .follows(let titles): words("needs.follows", ["titles": words.list(titles)])
            case .goal(let level?): words("needs.goalAt", ["level": level])
            case .goal(nil): words("needs.goal")
            case .nextLevel, .areaNotBegun: nil
            }
        }
        return reasons.isEmpty ? nil : HTML(text: reasons.joined(separator: " "))
    }

    /// Pieces of evidence by their tasks, each once.
    private func pieces(_ pieces: [LearnerContinuum.Piece]) -> String {
        var seen: Set<String> = []
        let tasks = pieces.map { $0.task.map { words.quoted($0) } ?? words("needs.pieceNoTask") }
        return words.list(tasks.filter { seen.insert($0).inserted })
    }

    private func strong(_ text: String) -> HTML { "<strong>\(text)</strong>" }
}
