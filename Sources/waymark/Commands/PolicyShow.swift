import ArgumentParser
import EventLog
import LearningRecord
import ReferenceData

/// `waymark policy show`.
struct PolicyShow: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what the policy in force asks for, or a version that a decision cites.",
        discussion: """
            --json writes what `waymark policy set` takes: the way to a version of your own.

            EXAMPLE
              waymark policy show
              waymark policy show default-1
              waymark policy show --json > policy.json

            NEXT
              `waymark policy set policy.json` sets another version.
            """)

    @Argument(help: "The version; without it, the one in force.")
    var version: String?
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let tenant = log.district.tenant
            let (known, now) = try await log.run { session in
                (try PolicyStore.policies(session, tenant: tenant), try PolicyStore.now(session))
            }
            let inForce = MasteryPolicy.inForce(known, at: now)
            let shown = version.map { name in (known + [.default]).first { $0.version.text == name } } ?? inForce
            guard let policy = shown else {
                throw Failure.refused(
                    "the district has no policy of that version", advice: "`waymark policy list` shows all.")
            }
            if answer.json { return try Output.json(policy.json) }
            let state =
                policy.version == inForce.version
                ? "in force" : policy.inForceFrom > now ? "from \(policy.inForceFrom.date) on" : "no longer in force"
            try Output.pairs([("Policy", "\(policy.version), \(state)")] + PolicyWords.lines(policy))
            try Output.line("\nA policy computes readiness; people decide, with it or without it.")
        }
    }
}
