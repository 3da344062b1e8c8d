import EventLog
import LearningRecord

/// The way around: what somebody finds at the top of every page, by the parts that they have.
enum Navigation {
    static func links(
        _ principal: Principal?, _ service: ServiceParts, _ words: PageWords
    ) async throws -> [Page.Link] {
        guard let principal, let account = principal.account else { return [] }
        let roles = try await Authority(log: service.store.log(of: principal.district)).roles(of: principal)
        var links: [Page.Link] = []
        func add(_ path: String, _ key: String, _ lead: String = "") {
            links.append(Page.Link(path: path, title: words(key), lead: lead))
        }
        for role in roles.sorted() {
            switch role {
            case .learner:
                guard let person = account.person else { continue }
                add("/learners/\(person)/path", "nav.path")
                add("/learners/\(person)/offers", "nav.offers")
                add("/learners/\(person)/transcript", "nav.transcript")
                add("/learners/\(person)/seen", "nav.seen")
            case .family: add("/children", "nav.children", words("home.lead.children"))
            case .teacher: add("/sections", "nav.sections", words("home.lead.sections"))
            case .registrar:
                add("/transcripts", "nav.transcripts", words("home.lead.transcripts"))
                add("/learners", "nav.findLearner", words("home.lead.findLearner"))
                add("/disclosures", "nav.disclosures", words("home.lead.disclosures"))
            case .principal:
                add("/equity", "nav.equity", words("equity.lead"))
                add("/equity/without-offer", "nav.neverOffered", words("home.lead.neverOffered"))
            case .analyst: add("/equity", "nav.equity", words("equity.lead"))
            case .dataEngineer:
                add("/imports", "nav.imports", words("home.lead.imports"))
                add("/projections", "nav.projections", words("home.lead.projections"))
                add("/tokens", "nav.tokens", words("home.lead.tokens"))
                add("/health", "nav.health", words("home.lead.health"))
            case .administrator:
                add("/accounts", "nav.accounts", words("home.lead.accounts"))
                add("/reads", "nav.reads", words("home.lead.reads"))
            }
        }
        var seen: Set<String> = []
        return links.filter { seen.insert($0.path).inserted }
    }
}
