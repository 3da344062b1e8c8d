import LearningRecord

/// An offer to a learner, and what became of it.
struct LearnerOffer: Sendable {
    let id: EventID
    /// Under which id of the learner it was made.
    let learner: LearnerID
    let at: Instant
    let opportunity: String
    let competency: CompetencyID?
    let offeredBy: Assertion
    let invitation: String?
    /// The newest answer.
    var answer: EnrichmentAnswered.Answer?
    var answeredAt: Instant?
    var started: Instant?
    var completed: Instant?

    /// Whether nobody has answered it and nothing was begun.
    var waits: Bool { answer == nil && started == nil && completed == nil }
    /// Whether it was taken up.
    var isTaken: Bool { answer == .accepted || started != nil || completed != nil }
}

/// A support that was asked for, or given.
struct LearnerSupport: Sendable {
    let support: Label
    var asked: Instant?
    var given: Instant?
    /// When something happened with it first.
    var first: Instant { asked ?? given ?? Instant(microseconds: 0) }
}

/// What a learner was offered and which supports were asked for, the newest first.
struct LearnerOffers: Sendable {
    private(set) var offers: [LearnerOffer] = []
    private(set) var supports: [LearnerSupport] = []

    var waiting: [LearnerOffer] { offers.filter(\.waits) }
    var taken: [LearnerOffer] { offers.filter { !$0.waits && $0.isTaken } }
    var declined: [LearnerOffer] { offers.filter { !$0.waits && !$0.isTaken } }

    init(_ record: LearnerRecord) {
        var places: [EventID: Int] = [:]
        var requests: [EventID: Int] = [:]
        for recorded in record.counting {
            let (id, at) = (recorded.event.id, recorded.event.occurredAt)
            switch recorded.event.facts {
            case .enrichmentOffered(let facts):
                places[id] = offers.count
                offers.append(
                    LearnerOffer(
                        id: id, learner: recorded.event.learner, at: at, opportunity: facts.opportunity.text,
                        competency: facts.competency, offeredBy: recorded.event.assertedBy,
                        invitation: recorded.event.words["invitation"]))
            case .enrichmentAnswered(let facts):
                change(places[facts.offer]) { offer in
                    guard offer.answeredAt.map({ at >= $0 }) ?? true else { return }
                    (offer.answer, offer.answeredAt) = (facts.answer, at)
                }
            case .enrichmentStarted(let facts):
                change(places[facts.offer]) { $0.started = min($0.started ?? at, at) }
            case .enrichmentCompleted(let facts):
                change(places[facts.offer]) { $0.completed = min($0.completed ?? at, at) }
            case .supportRequested(let facts):
                requests[id] = supports.count
                supports.append(LearnerSupport(support: facts.support, asked: at))
            case .supportProvided(let facts):
                if let place = facts.request.flatMap({ requests[$0] }) {
                    supports[place].given = min(supports[place].given ?? at, at)
                } else {
                    supports.append(LearnerSupport(support: facts.support, given: at))
                }
            default: break
            }
        }
        offers.sort { $0.at > $1.at }
        supports.sort { $0.first > $1.first }
    }

    private mutating func change(_ place: Int?, _ body: (inout LearnerOffer) -> Void) {
        guard let place else { return }
        body(&offers[place])
    }
}
