import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ
import Testing

/// A process of its own that imports, and that `kill -9` ends in the middle.
enum Doomed {
    /// Opens the log of the district named Test.
    static func log(_ url: String) async throws -> EventLog {
        let pool = Pool(Store.options(ConnectionOptions(url: url)), size: 3)
        let store = Store(pool: pool, master: MasterKey(bytes: [UInt8](repeating: 7, count: 32)))
        return store.log(of: try await store.district(named: "Test"))
    }

    /// Ends this process without warning, after some time.
    static func killSelf(afterMilliseconds delay: Int) {
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(delay)) { kill(getpid(), SIGKILL) }
    }

    static func die() -> Never {
        kill(getpid(), SIGKILL)
        while true { pause() }
    }
}
