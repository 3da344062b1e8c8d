import HTTPTypes
import LearningRecord

/// The pages of teachers that a learner's path leads to, as far as the service has them.
enum TeachersPages {
    /// Where to decide about a competency together with the learner.
    static func decide(_ page: LearnerPage, _ competency: CompetencyID) -> String? {
        guard has(.get, "/learners/{learner}/competencies/{competency}/decisions") else { return nil }
        return page.path("competencies/\(competency)/decisions")
    }

    /// Whether something can be recorded of one learner from their path.
    static let canRecord = has(.post, "/learners/{learner}/record")

    private static func has(_ method: HTTPRequest.Method, _ path: String) -> Bool {
        ServiceRoutes.all.contains { $0.method == method && $0.path == path }
    }
}
