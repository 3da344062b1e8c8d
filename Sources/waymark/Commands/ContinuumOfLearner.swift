import ArgumentParser
import EventLog
import LearningRecord
import Projections
import ReferenceData

/// `waymark continuum`.
struct ContinuumOfLearner: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "continuum",
        abstract: "Show what a learner has demonstrated, is growing into, what waits for people, and what comes next.",
        discussion: """
            In the framework's order and its words. Readiness is reckoned by the district's policy; people decide. There \
            are as many ways forward as the framework has, and nobody is compared with anybody. What people wrote stays \
            sealed unless you ask for it with --words, which needs the master key.

            "In December" can mean two things. --as-of: what the record said then. --happened-by: what had happened by \
            then, with what was recorded later and without what was corrected since.

            EXAMPLE
              waymark continuum "Ada Moreno"
              waymark continuum roster:s-1042 --words
              waymark continuum roster:s-1042 --as-of 2025-12-31
              waymark continuum roster:s-1042 --happened-by 2025-12-31
              waymark continuum roster:s-1042 --json

            NEXT
              `waymark explain continuum LEARNER` names the events behind it; `waymark policy show` what is asked for.
            """)

    @Argument(help: ArgumentHelp(LearnerReference.help))
    var learner: String
    @Flag(help: "Open what people wrote in the events behind it.")
    var words = false
    @OptionGroup var time: PointInTimeOptions
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district, needingKey: words) { _, log in
            let person = try await LearnerReference.resolve(learner, in: log)
            if time.isNow { try await Projecting.tellLag(of: Continuum.name, in: log, about: person.id) }
            let continuum = try await ContinuumReader(log: log).continuum(of: person.id, asOf: time.point)
            let opened = words ? try await said(in: continuum, log) : nil
            if answer.json { return try Output.json(json(continuum, opened)) }
            let lines = ContinuumLines(continuum, people: try await deciders(of: continuum, in: log))
            if answer.csv { return try answer.show(opened ?? lines.competencies) }
            try Output.pairs(person.heading(ids: try await IdentityReader(log: log).ids(of: person.id)))
            try Output.line()
            try answer.show(
                lines.competencies, note: continuum.entries.isEmpty ? "Nothing is demonstrated or under way yet." : nil)
            let parts = [
                ("Decisions", lines.decisions), ("What waits for people", lines.pending), ("Ways forward", lines.ways),
                ("What people wrote", opened ?? Table([])),
            ]
            for (title, table) in parts where !table.rows.isEmpty {
                try Output.line("\n\(title)")
                try answer.show(table)
            }
            guard !continuum.entries.isEmpty else { return }
            try Output.line("\nReadiness is reckoned by policy \(continuum.policy.version); people decide.")
        }
    }

    private func json(_ continuum: LearnerContinuum, _ opened: Table?) -> JSON {
        guard let opened, var object = continuum.json.object else { return continuum.json }
        object["words"] = opened.json
        return .object(object)
    }

    private func said(in continuum: LearnerContinuum, _ log: EventLog) async throws -> Table {
        let positions = Set(continuum.entries.flatMap(\.all).flatMap(\.explainedBy))
        return ContinuumWords(continuum: continuum, opened: try await log.words(at: positions.sorted())).table
    }

    /// What those who decided are called.
    private func deciders(of continuum: LearnerContinuum, in log: EventLog) async throws -> [PersonID: String] {
        let ids = Set(continuum.entries.flatMap(\.all).compactMap { $0.demonstrated?.decider.person })
        let tenant = log.district.tenant
        let people = try await log.run { try PersonDirectory.people($0, tenant: tenant, ids: Array(ids)) }
        return Dictionary(people.compactMap { person in person.name.map { (person.id, $0) } }) { first, _ in first }
    }
}
