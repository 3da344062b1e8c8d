import ArgumentParser
import EventLog
import LearningRecord
import ReferenceData
import Service

/// `waymark account grant`.
struct AccountGrantRole: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Grant a part to an account, or take it back.",
        discussion: """
            EXAMPLE
              waymark account grant sam@example.org registrar --school "Hill High"
              waymark account grant lee@example.org family --learner roster:s-1042
              waymark account grant sam@example.org registrar --school "Hill High" --end

            NEXT
              `waymark account list` shows the parts.
            """)

    @Argument(help: "The login.")
    var login: String
    @Argument(help: "The part.")
    var role: AccessRole
    @Option(help: ArgumentHelp("For this school alone.", valueName: "name"))
    var school: String?
    @Option(help: ArgumentHelp("Whose family it is, with the part family.", valueName: "learner"))
    var learner: String?
    @Flag(help: "Take the part back.")
    var end = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let store = AccountStore(log: log)
            let account = try await AccountReference.resolve(login, in: log)
            let school = if let school { try await SchoolReference.resolve(school, in: log) } else { SchoolID?.none }
            let learner =
                if let learner { try await LearnerReference.resolve(learner, in: log).id } else { LearnerID?.none }
            guard end else {
                try await store.add(RoleGrant(role: role, school: school, learner: learner), to: account.id)
                return try Output.line("\(TextWidth.harmless(account.name)) has the part \(role.rawValue).")
            }
            let held = try await store.all().first { $0.account.id == account.id }?.grants ?? []
            let found = held.filter { $0.role == role && $0.school == school && $0.learner == learner }
            guard !found.isEmpty else {
                throw Failure.refused("the account has no such part", advice: "`waymark account list` shows the parts.")
            }
            for grant in found { try await store.endGrant(grant.id, of: account.id) }
            try Output.line("\(TextWidth.harmless(account.name)) has the part \(role.rawValue) no more.")
        }
    }
}
