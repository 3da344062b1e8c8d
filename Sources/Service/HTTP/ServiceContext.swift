import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What a request carries on its way, beside itself.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Where the request came from: the address of the connection.
    let peer: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "local"
    }
}
