import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import LibPQ
import Markup
import Projections
import ReferenceData

/// A section that somebody opened: what it is called, who learns in it and what they need, and by which right it is seen.
/// That each of its learners was seen is noted.
struct OpenSection: Sendable {
    /// The ways to see a section.
    enum View: String, CaseIterable, Sendable {
        case need = ""
        case name = "/by-name"
        case withoutOffer = "/without-offer"
        case waiting = "/waiting"
    }

    let page: Page
    let head: SectionHead
    /// Its learners by name, and what they need.
    let needs: SectionNeeds
    /// How the caller stands to its learners.
    let right: Relationship
    /// What competencies are called, of those that the needs are about.
    let competencies: [CompetencyID: Competency]

    var words: PageWords { page.words }
    var path: String { "/sections/\(head.id)" }

    /// Opens the section that the route names.
    /// - Parameter what: what is looked at, for the audit.
    /// - Throws: ``Problem``, `EventLogError`.
    init(_ visit: Visit, what: String) async throws {
        try await self.init(visit, try visit.path("section"), what: what)
    }

    /// Opens a section.
    /// - Throws: ``Problem``, `EventLogError`.
    init(_ visit: Visit, _ section: SectionID, what: String) async throws {
        let log = try visit.log()
        let principal = try visit.someone()
        let authority = Authority(log: log)
        guard let head = try await SectionHead.read(section, in: log),
            let right = try await authority.relationship(of: principal, to: section)
        else { throw Problem.notFound }
        let closed = try await authority.closed(to: principal)
        let needs = try await SectionReader(log: log).needs(in: section).without(closed)
        if !needs.learners.isEmpty {
            try await ReadLog(log: log).note(
                principal, at: needs.learners.map(\.id), what: what, why: right.name, request: visit.id)
        }
        let ids = Set(needs.groups.compactMap(\.item?.competency))
        let tenant = log.district.tenant
        (self.head, self.needs, self.right) = (head, needs, right)
        page = try await Page(visit)
        competencies = try await log.run { session in
            try ReferenceNames(session, tenant: tenant, competencies: ids).competencies
        }
    }

    /// Whether the caller records what happens here, and does not only read it.
    var mayRecord: Bool { if case .teacher = right { true } else { false } }

    /// What a learner is called.
    func name(_ learner: SectionNeeds.Learner) -> String { learner.name ?? words("learner.nameless") }

    /// What a learner of the section is called; `nil` for somebody else.
    func name(of learner: LearnerID) -> String? { needs.learners.first { $0.id == learner }.map(name) }

    /// A competency for people: its code and the fewest words.
    func heading(_ item: LearnerContinuum.Item) -> HTML {
        let code: HTML? = item.code.map { #"<span class="code">\#($0)</span> "# }
        return "\(code)\(competencies[item.competency]?.title ?? item.statement)"
    }

    /// Answers with a page of the section.
    func answer(
        _ view: View, title: String, lead: HTML? = nil, notice: HTML = HTML(), isLive: Bool = true,
        status: HTTPResponse.Status = .ok, _ content: HTML
    ) -> Response {
        let lead: HTML? = lead.map { #"<p class="lead">\#($0)</p>"# }
        let live: HTML? =
            isLive
            ? """
            <div class="live" role="status" data-news="\(path)/news" data-reload="\(words("live.show"))"></div>
            """ : nil
        return page.answer(
            title == head.title ? title : "\(title) – \(head.title)", status: status,
            crumbs: [.init(path: "/sections", title: words("nav.sections"))],
            """
            <div class="head"><div><p class="kicker">\(kicker(title))</p><h1>\(title)</h1>\(lead)</div></div>
            \(notice)\(live)\(tabs(view))\(content)
            """)
    }

    private func kicker(_ title: String) -> String {
        title == head.title ? head.kicker : [head.title, head.kicker].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private func tabs(_ view: View) -> HTML {
        let items = View.allCases.map { other -> HTML in
            let current: HTML = other == view ? #" aria-current="page""# : ""
            return #"<li><a href="\#(path + other.rawValue)"\#(current)>\#(words(other.key))</a></li>"#
        }
        return #"<nav aria-label="\#(words("section.views"))"><ul class="tabs">\#(items)</ul></nav>"#
    }

    /// That nobody is enrolled.
    var empty: HTML {
        Notice.empty(
            words("section.empty.heading"), words("section.empty.plain"),
            """
            <div class="actions"><a class="button button--quiet" href="/sections">\(words("section.empty.back"))</a></div>
            """)
    }
}

extension OpenSection.View {
    fileprivate var key: String {
        switch self {
        case .need: "section.byNeed"
        case .name: "section.byName"
        case .withoutOffer: "section.withoutOffer"
        case .waiting: "section.waiting"
        }
    }
}

extension SectionNeeds {
    /// The same without some learners.
    func without(_ closed: Set<LearnerID>) -> SectionNeeds {
        guard !closed.isEmpty else { return self }
        var needs = self
        needs.learners.removeAll { closed.contains($0.id) }
        for place in needs.groups.indices { needs.groups[place].lines.removeAll { closed.contains($0.learner.id) } }
        needs.groups.removeAll(where: \.lines.isEmpty)
        return needs
    }
}
