import ArgumentParser
import CMalloc
import EventLog
import Foundation
import LibPQ
import Logging
import Service

/// `waymark serve`.
struct Serve: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer over HTTP, and keep every table up to date as events come.",
        discussion: """
            Ctrl-C ends it: requests under way are answered first. Several may run on one database, on any number of \
            machines: they share the work, and another takes over when one dies.

            EXAMPLE
              waymark serve
              waymark serve --port 9000
              waymark serve --config /etc/waymark/service.json

            NEXT
              `waymark account create` lets somebody in; `waymark token create` a system. Docs/service.md.
            """)

    /// Learners' keys that stay open: a few thousand classes at work, in some 15 MB.
    private static let keysKept = 30_000

    @OptionGroup var file: ConfigurationOption
    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host: String?
    @Option(help: ArgumentHelp("The port to listen on; 0 takes a free one.", valueName: "number"))
    var port: Int?
    @Flag(help: "Only answer; tables are kept up to date by others.")
    var onlyAnswer = false
    @OptionGroup var general: GeneralOptions

    /// The allocator keeps a heap of its own for each thread that meets another at work, eight for each core (mallopt(3),
    /// `M_ARENA_MAX`): a thread for each connection makes heaps that are mostly empty. More than two for each core are of
    /// no use, since no more run at once.
    private static func boundMemory() {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        _ = mallopt(M_ARENA_MAX, Int32(clamping: 2 * cores))
    }

    func run() async throws {
        Self.boundMemory()
        let reading = try file.reading()
        guard reading.faults.isEmpty else { throw Failure.wrongConfiguration(reading.faults) }
        for note in reading.notes { Terminal.tell("waymark: note: \(TextWidth.harmless(note))") }
        var configuration = reading.configuration
        configuration.host = host ?? configuration.host
        configuration.port = port ?? configuration.port
        guard (0...65_535).contains(configuration.port) else {
            throw Failure.refused("--port must be a whole number from 0 to 65535")
        }
        if onlyAnswer { configuration.follows = false }
        let site = try await Site.open(connections: configuration.connections, keysKept: Self.keysKept)
        for warning in site.warnings where site.place.cluster == nil { Terminal.tell("waymark: note: \(warning)") }
        let level = Logger.Level(rawValue: configuration.logLevel) ?? .info
        LoggingSystem.bootstrap { _ in LineLog(level: level) }
        let service = WaymarkService(
            store: site.store, configuration: configuration, hints: Store.options(site.place.options),
            logger: Logger(label: "waymark"))
        let (host, wanted) = (configuration.host, configuration.port)
        do {
            try await service.run { port in Terminal.tell("waymark: serving on http://\(host):\(port)") }
        } catch let error as ServiceAddressError {
            await site.store.close()
            throw Failure(
                "cannot listen on \(TextWidth.harmless(host)), port \(wanted): \(error)",
                advice: "--host and --port name others, or the settings host and port; 0 takes a free port.",
                status: .refused)
        }
        await site.store.close()
    }
}
