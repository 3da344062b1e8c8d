import LearningRecord
import Synchronization

/// Keys of learners that were opened, of all districts of a store, kept for whoever needs them next.
final class OpenedKeys: Sendable {
    private struct Owner: Hashable {
        let tenant: Int32
        let learner: LearnerID
    }

    /// Keys that are kept at the most, each of some 500 bytes; then all are forgotten and opened anew as they are needed.
    private let capacity: Int
    private let keys = Mutex<[Owner: LearnerKey]>([:])

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Those of some learners' keys that are here.
    func keys(of learners: some Sequence<LearnerID>, tenant: Int32) -> [LearnerID: LearnerKey] {
        keys.withLock { keys in
            var found: [LearnerID: LearnerKey] = [:]
            for learner in learners where found[learner] == nil {
                found[learner] = keys[Owner(tenant: tenant, learner: learner)]
            }
            return found
        }
    }

    func remember(_ opened: [LearnerID: LearnerKey], tenant: Int32) {
        keys.withLock { keys in
            if keys.count + opened.count > capacity { keys = [:] }
            for (learner, key) in opened { keys[Owner(tenant: tenant, learner: learner)] = key }
        }
    }

    func forget(_ learner: LearnerID, tenant: Int32) {
        keys.withLock { $0[Owner(tenant: tenant, learner: learner)] = nil }
    }
}
