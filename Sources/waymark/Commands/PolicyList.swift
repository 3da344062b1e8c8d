import ArgumentParser
import EventLog
import LearningRecord
import ReferenceData

/// `waymark policy list`.
struct PolicyList: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the policies of the district, the first in force first.",
        discussion: """
            EXAMPLE
              waymark policy list
              waymark policy list --csv

            NEXT
              `waymark policy show VERSION` says what one of them asks for.
            """)

    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let tenant = log.district.tenant
            let (known, now) = try await log.run { session in
                (try PolicyStore.policies(session, tenant: tenant), try PolicyStore.now(session))
            }
            let inForce = MasteryPolicy.inForce(known, at: now)
            var table = Table([
                .text("Version", "version"), .text("In force from", "inForceFrom"), .text("State", "state"),
                .number("Pieces", "pieces"), .number("Tasks", "tasks"), .number("Settings", "settings"),
                .number("Forms", "forms"), .number("Within days", "withinDays"),
                .text("Newest not below", "newestNotBelow"), .text("Second reading", "secondReading"),
            ])
            for policy in [.default] + known {
                let isBuiltIn = policy.version == MasteryPolicy.default.version
                table.add([
                    .text(policy.version.text), isBuiltIn ? "the beginning" : .moment(policy.inForceFrom),
                    policy == inForce ? "in force" : policy.inForceFrom > now ? "to come" : "past",
                    .number(Int64(policy.pieces)), .number(Int64(policy.tasks)), .number(Int64(policy.settings)),
                    .number(Int64(policy.forms)), .optional(policy.withinDays.map { Int64($0) }),
                    .flag(policy.newestNotBelow), .flag(policy.secondReading),
                ])
            }
            try answer.show(table)
        }
    }
}
