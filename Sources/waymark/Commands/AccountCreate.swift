public import ArgumentParser
import EventLog
import LearningRecord
import ReferenceData
public import Service

/// `waymark account create`.
struct AccountCreate: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an account, and print the link by which its owner sets a password.",
        discussion: """
            PARTS
              \(AccessRole.granted.map(\.rawValue).joined(separator: ", ")); teacher, learner and family follow from \
            the roster.

            EXAMPLE
              waymark account create ada@example.org "Ada Moreno" --role administrator
              waymark account create ivy@example.org "Ivy Rivera" --person roster:t-7
              waymark account create sam@example.org "Sam Lee" --role registrar --school "Hill High"
              waymark account create demo "Demo" --role analyst --password-stdin < password.txt

            NEXT
              Give the link to its owner; it works for a week, once.
            """)

    @Argument(help: "What is typed to sign in, such as an address.")
    var login: String
    @Argument(help: "What people call them.")
    var name: String
    @Option(help: ArgumentHelp("Who they are in the roster.", valueName: "person"))
    var person: String?
    @Option(
        name: .customLong("role"), help: ArgumentHelp("A part to grant; may be given several times.", valueName: "part")
    )
    var roles: [AccessRole] = []
    @Option(help: ArgumentHelp("Grant the parts for this school alone.", valueName: "name"))
    var school: String?
    @Flag(help: "Set the password that stands on the first line of the input, in the place of a link.")
    var passwordStdin = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        // Read before anything is made, and never given as an argument, which others on the machine can see.
        let password = passwordStdin ? readLine() ?? "" : nil
        if let password, let objection = PasswordRules().objection(to: Password(password), own: [login, name]) {
            throw Failure.refused(
                "this password may not be chosen: \(objection)", advice: "Nothing was made. Give another one.")
        }
        try await Site.work(in: district) { site, log in
            let store = AccountStore(log: log)
            let person =
                if let person { try await LearnerReference.resolve(person, in: log).id } else { PersonID?.none }
            let school = if let school { try await SchoolReference.resolve(school, in: log) } else { SchoolID?.none }
            let account = try await store.create(login: login, name: name, person: person)
            for role in roles { try await store.add(RoleGrant(role: role, school: school), to: account.id) }
            if let password {
                try await LinkStore(log: log).setPassword(password, of: account)
                return try Output.line("\(TextWidth.harmless(account.name)) may sign in as \(account.login).")
            }
            let path = try await LinkStore(log: log).make(.invite, for: account.id)
            Terminal.tell("waymark: \(TextWidth.harmless(account.name)) may set a password once, within a week, at")
            try Output.line(path)
        }
    }
}

extension AccessRole: ExpressibleByArgument {}
