import ArgumentParser
import EventLog
import Foundation
import LearningRecord
import Projections

/// `waymark react`.
struct React: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "react", abstract: "Run a program of yours for each event of some kinds, as they are recorded.",
        discussion: """
            For mail, webhooks, notifications. The program gets the event as JSON on standard input, facts only, and in \
            WAYMARK_EFFECT_KEY a key that is the same whenever the same event is tried again. Ending with 0 means done; \
            anything else is tried again after 1, 2, 4… seconds, and it is ended after 45. NAME keeps how far it has \
            come: a new name begins with what is recorded from now on. Rebuilds and retries of tables run nothing.

            EXAMPLE
              waymark react tell-families --kind mastery --kind enrichment-offered --follow -- ./notify.sh --quiet

            NEXT
              Ctrl-C ends it; the same command goes on from there. Without --follow it does what is due and ends.
            """)

    @Argument(help: "The reactor's name: small letters, digits, - and _.")
    var name: String
    @Option(name: .customLong("kind"), help: "A kind of event; may be given again.")
    var kinds: [String] = []
    @Flag(help: "Go on as events come, until Ctrl-C.")
    var follow = false
    @Argument(parsing: .postTerminator, help: "The program and its arguments.")
    var program: [String] = []
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        guard name.wholeMatch(of: /[a-z][a-z0-9_-]{0,62}/) != nil else {
            throw ValidationError(
                "The name must begin with a small letter and hold small letters, digits, - and _ only.")
        }
        if kinds.isEmpty { throw ValidationError("Say which events with --kind; Docs/event-catalogue.md lists them.") }
        for kind in kinds where EventKind(name: kind) == nil {
            let names = EventKind.allCases.map(\.name).joined(separator: ", ")
            throw ValidationError("There is no kind \(kind); there are \(names).")
        }
        if program.isEmpty { throw ValidationError("Say which program to run, after --.") }
    }

    func run() async throws {
        let reactor = CommandReactor(
            name: name, kinds: Set(kinds.compactMap { EventKind(name: $0) }), program: program)
        try await Site.work(in: district) { site, log in
            let reacting = Reacting(log: log, reactor: reactor)
            if follow {
                Terminal.tell("waymark: reacting to \"\(TextWidth.harmless(log.district.name))\"; Ctrl-C ends it.")
                try await Interrupted.explaining(
                    Interrupted(stored: "what was done is noted", resume: "The same command goes on from there.")
                ) { try await reacting.follow(hints: Store.options(site.place.options)) }
                return
            }
            let standing = try await reacting.react()
            var lines = Table([
                .text("Reactor", "reactor"), .number("Read", "position"), .number("Due", "due"),
                .number("Failing", "failing"), .text("Why", "error"),
            ])
            lines.add([
                .text(name), .number(standing.position), .number(standing.due), .number(standing.failing),
                .optional(standing.error),
            ])
            try answer.show(lines)
            if standing.failing > 0 { throw ExitStatus.failed }
        }
    }
}

/// A reactor that runs a program.
struct CommandReactor: Reactor {
    let name: String
    let kinds: Set<EventKind>
    let program: [String]

    /// Shorter than the reactor's lease, so that nobody else tries the same meanwhile.
    private static let secondsAtMost = 45

    func perform(_ effect: Effect) async throws {
        var environment = ProcessInfo.processInfo.environment
        // What opens the words and the database is no affair of the program's.
        for secret in ["WAYMARK_MASTER_KEY", "WAYMARK_MASTER_KEY_FILE", "DATABASE_URL", "PGPASSWORD"] {
            environment[secret] = nil
        }
        environment["WAYMARK_EFFECT_KEY"] = effect.key
        var object = effect.event.event.json
        object["position"] = .number(String(effect.event.position))
        object["recordedAt"] = .string(effect.event.recordedAt.description)
        _ = try await OtherProgram.run(
            "timeout", ["--kill-after=5", String(Self.secondsAtMost)] + program, environment: environment,
            input: Data((JSONWriter.text(.object(object)) + "\n").utf8))
    }
}
