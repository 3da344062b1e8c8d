import EventLog
import LibPQ
import Logging

/// What the routes of one running service share.
struct ServiceParts: Sendable {
    let store: Store
    /// Connections that append, and do nothing else.
    let appending: Pool
    let configuration: ServiceConfiguration
    let districts: Districts
    let principals: Principals
    let admission: Admission
    let freshness: Freshness
    let hub: LogHub
    let imports: ImportQueue
    let metrics = ServiceMetrics()
    let deadlines = Deadlines()
    /// Whether it is being stopped: it answers what comes, and asks for no more.
    let isEnding = Flag()
    let figures: EquityShelf
    let hasher = PasswordHasher()
    let signInLimits = SignInLimits()
    let openID: OpenIDProviders
    let logger: Logger

    init(store: Store, configuration: ServiceConfiguration, hints: ConnectionOptions?, logger: Logger) {
        self.store = store
        self.configuration = configuration
        self.logger = logger
        appending = Pool(store.pool.options, size: configuration.appendConnections)
        districts = Districts(store: store, appending: appending, metrics: metrics)
        principals = Principals(store: store, districts: districts)
        admission = Admission(limit: configuration.appendLimit, metrics: metrics)
        freshness = Freshness(store: store)
        figures = EquityShelf(patience: configuration.figurePatience)
        hub = LogHub(hints: hints, beat: configuration.streamCheck)
        imports = ImportQueue(
            folder: ImportFolder(path: configuration.importFolder), store: store, logger: logger)
        openID = OpenIDProviders(configuration.openID, key: configuration.sealingKey)
    }
}
