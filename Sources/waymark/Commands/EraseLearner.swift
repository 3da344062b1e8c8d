public import ArgumentParser
import EventLog
import Foundation
public import LearningRecord
import Projections
import ReferenceData

/// `waymark erase learner`.
struct EraseLearner: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "learner", abstract: "Destroy the key of a learner's words and forget who the learner was.",
        discussion: """
            In one transaction the log says so, the learner's key is destroyed (so the words are gone from every \
            backup that has no keys), and name, birth date, groups, roles and roster enrolments are emptied. Facts \
            stay under a pseudonym that leads to nobody. It cannot be undone. Take the learner out of the roster's \
            source first, or the next import brings somebody new by that name. While somebody waits to see the \
            record, under whichever id of the person, it is refused. Without --yes it says what others would lose: evidence of group work that only \
            this learner's record holds.

            EXAMPLE
              waymark erase learner roster:s-1042         says whom
              waymark erase learner roster:s-1042 --yes   does it

            NEXT
              `waymark verify` shows that the log is still whole.
            """)

    @Argument(help: "The learner: the full name, roster:SOURCEDID, or the learner's UUID.")
    var learner: String
    @Option(help: "Why: request, retention-schedule, court-order or contract-end.")
    var basis = LearnerErased.Basis.request
    @Option(help: ArgumentHelp("The administrator who decided it: named like a learner.", valueName: "person"))
    var by: String?
    @Flag(help: "Yes, erase this learner for good.")
    var yes = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { site, log in
            let person = try await LearnerReference.resolve(learner, in: log, isExact: true)
            let decider =
                if let by {
                    Assertion(
                        person: try await LearnerReference.resolve(by, in: log, isExact: true).id, role: .administrator)
                } else {
                    Assertion(role: .system)
                }
            let wasErased = try await log.isErased(person.id)
            if !wasErased {
                try await erase(person, by: decider, in: log)
                try await site.store.forgetStatistics()
                try await site.noteErasures()
            }
            if answer.json {
                return try Output.json(
                    .object(["learner": .string("\(person.id)"), "erased": .bool(true), "before": .bool(wasErased)]))
            }
            try Output.line(
                wasErased
                    ? "Learner \(person.id) was erased before; nothing was left to do."
                    : "Erased learner \(person.id): the key is destroyed, and the log says so.")
        }
    }

    private func erase(_ person: Person, by decider: Assertion, in log: EventLog) async throws {
        guard yes else {
            let name = TextWidth.harmless(person.name ?? "learner \(person.id)")
            let schools = person.schools.isEmpty ? "" : " (\(person.schools.joined(separator: ", ")))"
            if let open = try await log.openRequests(ofPersonOf: person.id).first {
                throw EventLogError.requestOpen(person.id, open.event)
            }
            throw Failure.refused(
                "this would erase \(name)\(schools) for good",
                advice: try await SharedWork.warning(of: person.id, in: log) + "The same with --yes does it.")
        }
        let others = try await IdentityReader(log: log).ids(of: person.id).filter { $0 != person.id }
        var generator = SystemRandomNumberGenerator()
        let tenant = log.district.tenant
        _ = try await log.erase(
            person.id, id: EventID(UUID.random(using: &generator)), basis: basis, by: decider, at: Clock.now()
        ) { try PersonErasure.erase($0, tenant: tenant, person: person.id) }
        guard !others.isEmpty else { return }
        Terminal.tell(
            "waymark: note: the person's other record, \(others.map { "\($0)" }.joined(separator: ", ")), is whole; "
                + "erase it too if it was asked for.")
    }
}

extension LearnerErased.Basis: ExpressibleByArgument {}
