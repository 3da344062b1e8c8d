import EventLog
import Hummingbird
import LearningRecord
import LibPQ
import Markup
import ReferenceData

/// Where somebody begins: the page of their only part, or a choice of them.
enum HomeRoutes {
    static let all = [
        Endpoint("home", .get, "/", .signedIn) { try await home($0) },
        Endpoint("privacy", .get, "/privacy", .anyone) { try await privacy($0) },
    ]

    private static func home(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let roles = try await Authority(log: try visit.log()).roles(of: try visit.someone())
        if let own = try await LearnerHome.answer(page, roles) { return own }
        if roles == [.family] { return try await ChildrenPage.answer(page) }
        let name = try visit.someone().account?.name ?? ""
        let sections = try await TeacherHome.part(page)
        // Sections that stand there one by one need no card that leads to them.
        let links = page.navigation.filter { sections.markup.isEmpty || $0.path != "/sections" }
        let cards = links.map { link -> HTML in
            let lead: HTML = link.lead.isEmpty ? HTML() : #"<p class="quiet">\#(link.lead)</p>"#
            return
                #"<section class="card"><h2 class="h4"><a href="\#(link.path)">\#(link.title)</a></h2>\#(lead)</section>"#
        }
        let content: HTML =
            page.navigation.isEmpty
            ? Notice.empty(page.words("home.nothing"), page.words("home.nothingText"))
            : cards.isEmpty ? HTML() : #"<div class="cards">\#(cards)</div>"#
        return page.answer(
            page.words("nav.home"),
            """
            <div class="head"><div><h1>\(page.words("home.welcome", ["name": name]))</h1></div></div>
            \(content)
            \(sections)
            """)
    }

    private static func privacy(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        return page.answer(
            words("frame.privacy"), kind: "page--narrow prose",
            """
            <h1>\(words("frame.privacy"))</h1>
            <section><h2>\(words("privacy.kept"))</h2><ul><li>\(words("privacy.kept.1"))</li>\
            <li>\(words("privacy.kept.2"))</li><li>\(words("privacy.kept.3"))</li></ul></section>
            <section><h2>\(words("privacy.not"))</h2><p>\(words("privacy.notText"))</p></section>
            <section><h2>\(words("privacy.who"))</h2><p>\(words("privacy.whoText"))</p></section>
            <section><h2>\(words("privacy.gone"))</h2><p>\(words("privacy.goneText"))</p></section>
            """)
    }
}
