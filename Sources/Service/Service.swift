public import EventLog
import Hummingbird
public import LibPQ
public import Logging
import Projections
import ServiceLifecycle

/// The service: answers over HTTP, and brings the tables up to date as events come.
public struct WaymarkService: Sendable {
    let parts: ServiceParts
    private let hints: ConnectionOptions?

    /// A service over a store.
    /// - Parameter hints: how to reach the database for connections that listen.
    public init(store: Store, configuration: ServiceConfiguration, hints: ConnectionOptions?, logger: Logger) {
        self.hints = hints
        parts = ServiceParts(store: store, configuration: configuration, hints: hints, logger: logger)
    }

    /// Answers until the task is cancelled; then finishes what is under way, and gives its leases back.
    /// - Parameter running: told the port, once it answers.
    /// - Throws: ``ServiceAddressError`` where it cannot listen, errors of the database.
    public func run(running: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let configuration = parts.configuration
        let hasBegun = Flag()
        var application = Application(
            router: ServiceRoutes.router(parts),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { channel in
                hasBegun.raise()
                await running(channel.localAddress?.port ?? configuration.port)
            },
            logger: parts.logger)
        application.addServices(Listening(hub: parts.hub), Importing(queue: parts.imports))
        application.addServices(parts.openID.all)
        if configuration.follows {
            application.addServices(
                Following(store: parts.store, freshness: parts.freshness, hints: hints, logger: parts.logger))
        }
        var settings = ServiceGroupConfiguration(services: [application], logger: parts.logger)
        settings.maximumGracefulShutdownDuration = .seconds(configuration.graceSeconds)
        let group = ServiceGroup(configuration: settings)
        // Apart from the caller's task: its cancelling asks for an orderly end, and does not tear down what is under way.
        let running = Task { try await group.run() }
        let (isEnding, hub) = (parts.isEnding, parts.hub)
        try await withTaskCancellationHandler {
            let outcome = await running.result
            await parts.appending.close()
            do {
                try outcome.get()
            } catch {
                if !hasBegun.value, let error = ServiceAddressError(error) { throw error }
                throw error
            }
        } onCancel: {
            isEnding.raise()
            hub.end()
            Task { await group.triggerGracefulShutdown() }
        }
    }
}

/// The connection that listens for hints.
private struct Listening: Service {
    let hub: LogHub

    func run() async throws {
        await cancelWhenGracefulShutdown { await hub.run() }
    }
}

/// The imports in the background.
private struct Importing: Service {
    let queue: ImportQueue

    func run() async throws {
        await cancelWhenGracefulShutdown { await queue.run() }
    }
}

/// The follower of every district's log.
private struct Following: Service {
    let store: Store
    let freshness: Freshness
    let hints: ConnectionOptions?
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await Follower(store: store).follow(
                    hints: hints, visible: { freshness.reached($0, $1) },
                    trouble: { district, error in
                        logger.error(
                            "tables cannot be brought up to date; it is tried again",
                            metadata: ["district": "\(district?.tenant ?? 0)", "error": "\(error)"])
                    })
            }
        } catch is CancellationError {
            // It was told to stop, and gave its leases back.
        }
    }
}
