import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import LibPQ
import Markup

/// A page about one learner: whose record it is, and who reads it.
struct LearnerPage: Sendable {
    let page: Page
    let log: EventLog
    /// The learner as the address names them.
    let learner: LearnerID
    /// All ids of the learner.
    let ids: [LearnerID]
    let reader: LearnerReader
    /// What people call the learner.
    let name: String
    /// What those who know the learner say.
    let first: String
    /// The learner's school, where there is one.
    let school: String?
    let frameworks: DistrictFrameworks

    var words: PageWords { page.words }
    /// The address of the learner's record.
    var base: String { "/learners/\(learner)" }

    /// A page for whoever was let through.
    /// - Throws: ``Problem``, `EventLogError`.
    init(_ visit: Visit) async throws {
        try await self.init(visit, learner: try visit.path("learner"), basis: visit.basis)
    }

    /// A page on which somebody adds events of a kind: in the part in which they may.
    /// - Throws: ``Problem`` of the sort `notFound` where they may not.
    init(_ visit: Visit, recording kind: EventKind) async throws {
        let basis = try await Authority(log: try visit.log()).basis(
            of: try visit.someone(), recording: [kind], of: try visit.path("learner"))
        guard let basis else { throw Problem.notFound }
        try await self.init(visit, learner: try visit.path("learner"), basis: basis)
    }

    /// A page about a learner whom the address does not name, by a right that ``Authority`` gave.
    init(_ visit: Visit, learner: LearnerID, basis: Authority.Basis) async throws {
        async let opening = Page(visit)
        let log = try visit.log()
        self.log = log
        self.learner = learner
        ids = basis.ids
        reader = LearnerReader(basis.relationship)
        let (tenant, learner, ids) = (log.district.tenant, learner, ids)
        let (frameworks, found) = try await log.run { session in
            let names = SQLQuery<(first: String?, whole: String?, school: String?)?>(
                """
                select coalesce(p.preferred_name, p.given_name),
                       nullif(concat_ws(' ', coalesce(p.preferred_name, p.given_name), p.family_name), ''),
                       (select s.name from ref.enrolment e
                          join ref.school s on s.tenant = e.tenant and s.school = e.school
                         where e.tenant = p.tenant and e.person = p.person and e.ended_on is null
                         order by e.starts_on desc, s.name limit 1)
                  from ref.person p where p.tenant = \(tenant) and p.person = any(\(ids))
                 order by p.person <> \(learner), p.erased_at is not null, p.person limit 1
                """
            ) { (rows) throws(PostgresError) in
                guard let row = rows.first else { return nil }
                return (
                    first: try row[0, as: String?.self], whole: try row[1, as: String?.self],
                    school: try row[2, as: String?.self]
                )
            }
            return try DistrictFrameworks.read(session, of: log, with: names)
        }
        self.frameworks = frameworks
        page = try await opening
        let unnamed = page.words("learner.unnamed")
        first = found?.first ?? found?.whole ?? unnamed
        name = found?.whole ?? unnamed
        school = found?.school
    }

    // MARK: Texts

    /// A text, as it is said to the learner or of the learner: the key, or the key with `Learner`, where `{name}` is the
    /// learner.
    func say(_ key: String, _ values: [String: String] = [:]) -> String {
        guard reader != .learner else { return words(key, values) }
        return words(key + "Learner", values.merging(["name": first]) { $1 })
    }

    /// The same with markup in its places.
    func html(_ key: String, _ values: [String: HTML]) -> HTML {
        guard reader != .learner else { return words.html(key, values) }
        return words.html(key + "Learner", values.merging(["name": HTML(text: first)]) { $1 })
    }

    /// Whose record it is, over the title, for everybody but the learner.
    var kicker: HTML {
        reader == .learner ? HTML() : #"<p class="kicker">\#(name)</p>"#
    }

    /// What people call a level of a competency: never its place.
    func levelName(_ level: Level, of competency: CompetencyID) -> String {
        frameworks.scale(competency).name(of: level) ?? frameworks.districtLevels.name(of: level)
            ?? words("learner.unnamedLevel")
    }

    /// What a competency is called, with its code.
    func competencyName(_ id: CompetencyID) -> HTML {
        guard let known = frameworks[id] else { return HTML(text: words("learner.unknownCompetency")) }
        let code: HTML? = known.code.map { #"<span class="code">\#($0)</span> "# }
        return "\(code)\(known.title)"
    }

    // MARK: Links

    /// The way back up to the learner's record.
    var crumbs: [Page.Link] {
        switch reader {
        case .learner: [.init(path: "\(base)/path", title: words("continuum.title"))]
        case .family:
            [.init(path: "/children", title: words("nav.children")), .init(path: "\(base)/path", title: name)]
        case .teacher, .office: [.init(path: "\(base)/path", title: name)]
        }
    }

    /// An address of the record, with a query.
    func path(_ part: String, _ query: [(String, String)] = []) -> String {
        let items = query.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        return "\(base)/\(part)" + (items.isEmpty ? "" : "?\(items)")
    }

    // MARK: Answers

    /// The head of a page: its title and what leads into it.
    static func head(
        _ title: String, kicker: HTML = HTML(), lead: String? = nil, actions: HTML = HTML()
    ) -> HTML {
        let lead: HTML? = lead.map { #"<p class="lead">\#($0)</p>"# }
        return #"<div class="head"><div>\#(kicker)<h1>\#(title)</h1>\#(lead)</div>\#(actions)</div>"#
    }

    /// Answers with a page.
    func answer(
        _ title: String, status: HTTPResponse.Status = .ok, crumbs: [Page.Link] = [], kind: StaticString = "",
        _ content: HTML
    ) -> Response {
        page.answer(title, status: status, crumbs: crumbs, kind: kind, content)
    }
}
