import ArgumentParser
import EventLog
import LearningRecord
import Projections
import ReferenceData

/// `waymark learner`.
struct LearnerTimeline: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "learner", abstract: "Show a learner's record: every event, in the order it happened.",
        discussion: """
            What people wrote stays sealed unless you ask for it with --words, which needs the master key. An event \
            that was corrected stays, and says so. Ids that were linked as one person are shown together.

            EXAMPLE
              waymark learner "Ada Moreno"
              waymark learner roster:s-1042 --words
              waymark learner roster:s-1042 --as-of 2025-12-31 --json

            NEXT
              `waymark continuum LEARNER` says what the learner has shown and what comes next.
            """)

    @Argument(help: ArgumentHelp(LearnerReference.help))
    var learner: String
    @Flag(help: "Open what people wrote.")
    var words = false
    @OptionGroup var asOf: AsOfOption
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district, needingKey: words) { _, log in
            let person = try await LearnerReference.resolve(learner, in: log)
            try await Projecting.tellLag(of: Identity.name, in: log, about: person.id)
            let identity = IdentityReader(log: log)
            let position = try await asOf.position(in: log) ?? .max
            let ids = try await identity.ids(of: person.id, upTo: position)
            var events = try await identity.history(of: person.id, upTo: position)
            let status = Corrections.status(of: events)
            events = try await log.withoutErasedAuthors(events)
            if words { events = try await log.open(events) }
            let tenant = log.district.tenant
            let opened = events.map(\.event)
            let names = try await log.run { try ReferenceNames($0, tenant: tenant, of: opened) }
            let timeline = Timeline(person: person, ids: ids, events: events, status: status, names: names)
            if answer.json { return try Output.json(timeline.json) }
            if !answer.csv { try Output.pairs(person.heading(ids: ids)) }
            if !answer.csv { try Output.line() }
            try answer.show(timeline.table, note: events.isEmpty ? "Nothing is recorded yet." : nil)
        }
    }
}
