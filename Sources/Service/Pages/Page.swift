import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup

/// A page that somebody opened: who, in which language, with which way around.
struct Page: Sendable {
    /// A link of the way around, or of the way back up.
    struct Link: Sendable {
        let path: String
        let title: String
        /// What is to be found there, where that is said.
        var lead = ""
    }

    let visit: Visit
    let words: PageWords
    /// The links at the top, which follow from the parts that somebody has.
    let navigation: [Link]

    init(_ visit: Visit) async throws {
        self.visit = visit
        words = PageWords(Language.of(visit.request, account: visit.principal?.account))
        navigation = try await Navigation.links(visit.principal, visit.service, words)
    }

    /// Answers with a page.
    /// - Parameters:
    ///   - title: what it is, in the tab and for screen readers.
    ///   - crumbs: the way back up.
    ///   - kind: how wide it is: a class of `main`.
    func answer(
        _ title: String, status: HTTPResponse.Status = .ok, crumbs: [Link] = [], kind: StaticString = "",
        _ content: HTML
    ) -> Response {
        let page = Frame(
            words: words, account: visit.principal?.account, district: visit.principal?.district.name,
            navigation: navigation, here: visit.request.uri.description, title: title, crumbs: crumbs, kind: kind,
            content: content
        ).html
        var response = Response.bytes(Array(page.markup.utf8), type: "text/html; charset=utf-8", status: status)
        response.headers[.contentLanguage] = words.language.rawValue
        // Going back shows the page as it was; what is on it is somebody's, so that nothing between keeps it.
        response.headers[.cacheControl] = "private, no-cache"
        return response
    }

    /// Sends the browser on, as after a form (RFC 9110, section 15.4.4).
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
