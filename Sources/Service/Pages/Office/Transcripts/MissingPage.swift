import Hummingbird
import LearningRecord
import Markup
import Projections

/// What a learner's transcript does not have yet, in words.
enum MissingPage {
    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let (words, log) = (page.words, try visit.log())
        let learner: LearnerID = try visit.path("learner")
        let document = try await TranscriptReader(log: log).document(of: learner, madeOn: Page.now().date)
        let gaps = try await TranscriptGap.all(of: learner, document, log)
        let title = words("missing.title", ["name": document.learner])
        let items = gaps.map { item($0, words) }
        let list: HTML = items.isEmpty ? "<p>\(words("missing.none"))</p>" : #"<ul class="rows">\#(items)</ul>"#
        let may: HTML =
            gaps == [.decision]
            ? HTML()
            : """
            \(gaps.isEmpty ? HTML() : "<p>\(words("missing.may"))</p>")<div class="actions"><a class="button" href="\(TranscriptPages.path(learner))">\
            \(words("registrar.preview"))</a></div>
            """
        return page.answer(
            title, crumbs: TranscriptPages.crumbs(words), kind: "page--narrow",
            #"<div class="head"><div><h1>\#(title)</h1></div></div>\#(list)\#(may)"#)
    }

    private static func item(_ gap: TranscriptGap, _ words: PageWords) -> HTML {
        let (title, text): (String, HTML) =
            switch gap {
            case .decision: (words("missing.decision"), HTML(text: words("missing.decisionText")))
            case .profile(let school):
                (words("missing.profileOf", ["school": school]), HTML(text: words("missing.profileHow")))
            case .family(let competency, let day):
                (
                    words("missing.familyOn", ["competency": competency]),
                    words.html("missing.familyText", ["date": words.time(day)])
                )
            case .highlights: (words("missing.highlights"), HTML(text: words("missing.optional")))
            case .statement: (words("missing.statement"), HTML(text: words("missing.optionalWrites")))
            }
        return #"<li><div><strong>\#(title)</strong><p class="quiet">\#(text)</p></div></li>"#
    }
}
