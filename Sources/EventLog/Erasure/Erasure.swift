public import Foundation
public import LearningRecord
import LibPQ

/// The destruction of what was kept of a learner, as the event says it that stands for it in the log.
public struct Erasure: Hashable, Sendable {
    /// How far it goes.
    public enum Reach: String, Sendable, CaseIterable {
        /// The words, and who the learner was: a `learner-erased` event.
        case everything
        /// The words alone: a `words-destroyed` event.
        case words

        /// The kind of the event.
        public var kind: EventKind { self == .everything ? .learnerErased : .wordsDestroyed }

        init?(_ kind: EventKind?) {
            guard let reach = Self.allCases.first(where: { $0.kind == kind }) else { return nil }
            self = reach
        }
    }

    /// The id of the event.
    public var id: EventID
    /// Whose words they were.
    public var learner: LearnerID
    /// How far it goes.
    public var reach: Reach
    /// Why.
    public var basis: LearnerErased.Basis
    /// Who decided it.
    public var assertedBy: Assertion
    /// When.
    public var at: Instant

    /// An erasure.
    public init(
        id: EventID, learner: LearnerID, reach: Reach, basis: LearnerErased.Basis, by assertion: Assertion, at: Instant
    ) {
        self.id = id
        self.learner = learner
        self.reach = reach
        self.basis = basis
        assertedBy = assertion
        self.at = at
    }

    /// The event that says so.
    public var event: LearningEvent {
        LearningEvent(
            id: id, learner: learner, occurredAt: at, assertedBy: assertedBy,
            facts: reach == .everything
                ? .learnerErased(LearnerErased(basis: basis)) : .wordsDestroyed(WordsDestroyed(basis: basis)))
    }

    /// The erasure that an event says; `nil` for an event of another kind.
    public init?(_ event: LearningEvent) {
        let basis: LearnerErased.Basis
        switch event.facts {
        case .learnerErased(let facts): basis = facts.basis
        case .wordsDestroyed(let facts): basis = facts.basis
        default: return nil
        }
        guard let reach = Reach(event.kind) else { return nil }
        self.init(
            id: event.id, learner: event.learner, reach: reach, basis: basis, by: event.assertedBy, at: event.occurredAt
        )
    }
}

/// An erasure of one of the districts of a database.
public struct DistrictErasure: Hashable, Sendable {
    /// The district's id.
    public var district: UUID
    /// The erasure.
    public var erasure: Erasure

    /// An erasure of a district.
    public init(district: UUID, erasure: Erasure) {
        self.district = district
        self.erasure = erasure
    }
}
