import ArgumentParser
import EventLog
import Foundation
import LearningRecord
import Projections
import ReferenceData

/// `waymark identity link`.
struct IdentityLinking: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Say that two ids are one person.",
        discussion: """
            Timeline, continuum, transcript and counts take the two records as one from then on, and whoever they are \
            linked with already. Nothing is moved: `waymark identity unlink` parts them again. It is in the log who \
            decided it, and why.

            EXAMPLE
              waymark identity link roster:s-1042 roster:s-2210 --by roster:t-7 --reason "Same birth certificate"

            NEXT
              `waymark learner LEARNER` shows the whole record.
            """)

    @OptionGroup var decision: IdentityDecision
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district, needingKey: true) { _, log in
            let (learner, other, decider) = try await decision.people(in: log)
            guard learner.id != other.id else {
                throw Failure.refused("both are the same id", advice: "Name the two ids that are one person.")
            }
            for person in [learner, other] where try await log.isErased(person.id) {
                throw Failure.refused("\(person.id) was erased: nothing may lead to it any more")
            }
            try await Projecting.catchUp(log)
            let reader = IdentityReader(log: log)
            let wasOne = try await reader.ids(of: learner.id).contains(other.id)
            if !wasOne {
                let time = Clock.now()
                var ids = UUIDv7Generator(randomness: SystemRandomNumberGenerator())
                let event = LearningEvent(
                    id: EventID(ids.next(at: time)), learner: learner.id, occurredAt: time,
                    assertedBy: Assertion(person: decider.id, role: .registrar),
                    facts: .identityLinked(IdentityLinked(other: other.id)), words: ["reason": decision.reason])
                _ = try await log.append([event])
                try await Projecting.catchUp(log)
            }
            let all = try await reader.ids(of: learner.id)
            if answer.json {
                return try Output.json(
                    .object([
                        "ids": .array(all.map { .string("\($0)") }), "linked": .bool(true), "before": .bool(wasOne),
                    ]))
            }
            try Output.line(
                wasOne
                    ? "They are one person already; nothing was left to do."
                    : "Linked: \(all.map { "\($0)" }.joined(separator: ", ")) are one person from now on.")
        }
    }
}
