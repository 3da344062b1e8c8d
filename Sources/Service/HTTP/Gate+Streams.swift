import EventLog
import Hummingbird
import LearningRecord

extension Gate {
    /// Whether whoever was let through still would be: an answer that goes on asks it again and again
    /// (``ServerSentEvents``).
    ///
    /// The database is asked, and not what is known of a moment ago; and it counts as no use of a session, which would
    /// else never end by itself as long as a page stands open.
    /// - Throws: `EventLogError`.
    static func isStillOpen(_ visit: Visit) async throws -> Bool {
        guard visit.endpoint.permission != .anyone else { return true }
        guard let credentials = Credentials(visit.request),
            let principal = try await visit.service.principals.current(credentials)
        else { return false }
        let parameters = visit.context.parameters
        do {
            _ = try await Gate(service: visit.service).right(
                to: visit.endpoint, principal, learner: parameters.get("learner").flatMap { LearnerID($0) },
                section: parameters.get("section").flatMap { SectionID($0) })
            return true
        } catch let problem as Problem where [.notSignedIn, .forbidden, .notFound].contains(problem.sort) {
            return false
        }
    }
}
