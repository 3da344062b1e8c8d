import EventLog
import LearningRecord

/// The way around: what somebody finds at the top of every page, by the parts that they have.
enum Navigation {
    static func links(_ visit: Visit, _ words: PageWords) async throws -> [Page.Link] {
        guard let principal = visit.principal, let account = principal.account else { return [] }
        let roles = try await Authority(log: visit.service.store.log(of: principal.district)).roles(of: principal)
        var links: [Page.Link] = []
        func add(_ path: String, _ key: String) { links.append(Page.Link(path: path, title: words(key))) }
        for role in roles.sorted() {
            switch role {
            case .learner:
                guard let person = account.person else { continue }
                add("/learners/\(person)/path", "nav.path")
                add("/learners/\(person)/offers", "nav.offers")
                add("/learners/\(person)/transcript", "nav.transcript")
                add("/learners/\(person)/seen", "nav.seen")
            case .family: add("/children", "nav.children")
            case .teacher: add("/sections", "nav.sections")
            case .registrar:
                add("/transcripts", "nav.transcripts")
                add("/learners", "nav.findLearner")
                add("/disclosures", "nav.disclosures")
            case .principal:
                add("/equity", "nav.equity")
                add("/equity/without-offer", "nav.neverOffered")
            case .analyst: add("/equity", "nav.equity")
            case .dataEngineer:
                add("/imports", "nav.imports")
                add("/projections", "nav.projections")
                add("/tokens", "nav.tokens")
                add("/health", "nav.health")
            case .administrator:
                add("/accounts", "nav.accounts")
                add("/reads", "nav.reads")
            }
        }
        var seen: Set<String> = []
        return links.filter { seen.insert($0.path).inserted }
    }
}
