import ArgumentParser
import EventLog
import Foundation
import LearningRecord
import Projections
import ReferenceData

/// `waymark identity unlink`.
struct IdentityUnlinking: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlink", abstract: "Say that two ids are not one person after all.",
        discussion: """
            Takes back every link between the two. Each record is its own again, as it was. Ids that are one person \
            only through others are parted by taking back those links.

            EXAMPLE
              waymark identity unlink roster:s-1042 roster:s-2210 --by roster:t-7 --reason "Cousins"

            NEXT
              `waymark learner LEARNER` shows each record by itself.
            """)

    @OptionGroup var decision: IdentityDecision
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district, needingKey: true) { _, log in
            let (learner, other, decider) = try await decision.people(in: log)
            try await Projecting.catchUp(log)
            let reader = IdentityReader(log: log)
            let links = try await reader.links(between: learner.id, and: other.id)
            guard !links.isEmpty else {
                let isOne = try await reader.ids(of: learner.id).contains(other.id) && learner.id != other.id
                throw Failure.refused(
                    isOne ? "the two are one person through others only" : "there is no link between the two",
                    advice: isOne ? "`waymark learner LEARNER` shows the links: take back one of those." : nil)
            }
            let time = Clock.now()
            var ids = UUIDv7Generator(randomness: SystemRandomNumberGenerator())
            _ = try await log.append(
                links.map { link in
                    LearningEvent(
                        id: EventID(ids.next(at: time)), learner: link.learner, occurredAt: time,
                        assertedBy: Assertion(person: decider.id, role: .registrar),
                        facts: .identityUnlinked(IdentityUnlinked(link: link.event)),
                        words: ["reason": decision.reason])
                })
            try await Projecting.catchUp(log)
            let isStillOne = try await reader.ids(of: learner.id).contains(other.id)
            if answer.json {
                return try Output.json(
                    .object(["takenBack": .number(String(links.count)), "linked": .bool(isStillOne)]))
            }
            try Output.line(
                isStillOne
                    ? "Taken back; they are still one person through other links."
                    : "Taken back: each of the two is a person of its own again.")
        }
    }
}
