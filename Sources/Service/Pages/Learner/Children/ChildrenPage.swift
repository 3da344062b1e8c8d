import EventLog
import Hummingbird
import LearningRecord
import Markup

/// Somebody's children: whose record they want to see, and what waits for them there.
enum ChildrenPage {
    static let route = Endpoint("children", .get, "/children", .signedIn) { visit in
        try await answer(try await Page(visit))
    }

    /// The page; also where a family begins.
    static func answer(_ page: Page) async throws -> Response {
        let words = page.words
        let children = try await Child.all(page.visit)
        let name = page.visit.principal?.account?.name ?? ""
        let kicker: HTML = #"<p class="kicker">\#(words("home.welcome", ["name": name]))</p>"#
        let content: HTML =
            children.isEmpty
            ? Notice.empty(words("home.family.none"), words("home.family.noneText"))
            : #"<div class="cards">\#(children.map(card))</div>"#
        return page.answer(
            words("nav.children"),
            """
            \(LearnerPage.head(words("nav.children"), kicker: kicker, lead: children.isEmpty ? nil : words("home.family.lead")))
            \(content)
            """)
    }

    private static func card(_ child: Child) -> HTML {
        let (page, words) = (child.page, child.page.words)
        let school: HTML? = page.school.map { #"<p class="quiet small">\#($0)</p>"# }
        var waits: [String] = []
        var links: [HTML] = []
        func link(_ path: String, _ key: String) {
            links.append(
                #"<li><a href="\#(page.path(path))">\#(words(key)) <span class="unseen">\#(page.first)</span></a></li>"#
            )
        }
        if let offer = child.offers.first {
            waits.append(words("home.family.offerWaits"))
            link("offers/\(offer.id)/answer", "continuum.offer.answer")
        }
        if let decision = child.decisions.first {
            waits.append(words("home.family.decisionWaits"))
            link("decisions/\(decision)/voice", "home.family.say")
        }
        if links.isEmpty { link("path", "nav.theirPath") }
        let text = waits.isEmpty ? words("home.family.quiet") : waits.joined(separator: " ")
        return """
            <section class="card"><h2 class="h4"><a href="\(page.path("path"))">\(page.name)</a></h2>\(school)\
            <p>\(text)</p><ul class="links">\(links)</ul></section>
            """
    }
}
