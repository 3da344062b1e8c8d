import Hummingbird
import LearningRecord
import Markup
import ReferenceData

/// Finding a learner by name, among those whose records somebody keeps.
enum FindLearnerPage {
    private static let limit = 50

    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let query = visit.query.text("q")
        let field = Field(name: "q", label: words("find.q"), value: query ?? "").input("search")
        var content = HTML()
        if let query {
            let found = try await Visible(log: try visit.log(), principal: try visit.someone())
                .learners(query, after: nil, limit: limit).items
            let table = OfficeTable(
                caption: words("find.caption"),
                columns: [.init(title: words("waiting.learner")), .init(title: words("equity.school"))],
                rows: found.map { person in
                    [
                        #"<a href="\#(TranscriptPages.path(person.id))">\#(person.name ?? person.sourceID)</a>"#,
                        HTML(text: person.schools.joined(separator: ", ")),
                    ]
                })
            content = found.isEmpty ? Notice.empty(words("find.none"), words("find.noneText")) : table.html
        }
        return page.answer(
            words("nav.findLearner"), kind: "page--narrow",
            """
            <div class="head"><div><h1>\(words("nav.findLearner"))</h1></div></div>
            <form class="filters" method="get" action="/learners" role="search">\(field)<button>\(words("find.do"))</button></form>
            \(content)
            """)
    }
}
