import EventLog
import Foundation
import Hummingbird
import LearningRecord
import Markup

/// One piece of evidence: what it speaks to, where it was shown, who had a part in it, and what can be seen of it.
enum EvidencePage {
    static let route = Endpoint("evidence", .get, "/learners/{learner}/evidence/{event}", .record(.read)) {
        try await show($0)
    }

    private static func show(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit)
        let id: EventID = try visit.path("event")
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        guard let recorded = record[id], case .evidence(let facts) = recorded.event.facts else {
            throw Problem.notFound
        }
        let speaker = RecordSpeaker(page: page, record: record)
        let title = speaker.title(recorded.event)
        let files = facts.digest == nil ? [:] : try await page.log.files(of: page.ids)
        let kicker: HTML = #"<p class="kicker">\#(page.words("evidence.kicker"))</p>"#
        return page.answer(
            title, crumbs: page.crumbs, kind: "page--narrow",
            """
            \(LearnerPage.head(title, kicker: kicker))\(gone(page, record, id))
            <dl class="facts">\(pairs(page, recorded, facts, speaker, files))</dl>\
            \(narrative(page, recorded.event, speaker))\(mistake(page, recorded.event, record, speaker))
            """)
    }

    /// That it does not count any more, and why.
    private static func gone(_ page: LearnerPage, _ record: LearnerRecord, _ id: EventID) -> HTML {
        let correction: EventID
        switch record.status[id] {
        case .voided(let by), .replaced(let by, _): correction = by
        default: return HTML()
        }
        let reason: HTML? = record[correction]?.event.words["reason"].map { " \(page.words.quoted($0))" }
        return #"<div class="notice"><p>\#(page.words("evidence.gone"))\#(reason)</p></div>"#
    }

    private static func pairs(
        _ page: LearnerPage, _ recorded: RecordedEvent, _ facts: Evidence, _ speaker: RecordSpeaker,
        _ files: [Digest: Int]
    ) -> HTML {
        let words = page.words
        let event = recorded.event
        func pair(_ key: String, _ value: HTML) -> HTML { "<div><dt>\(words(key))</dt><dd>\(value)</dd></div>" }
        let claims = facts.claims.enumerated().map { place, claim -> HTML in
            let level = page.levelName(claim.level, of: claim.competency)
            let end: HTML = place == facts.claims.count - 1 ? HTML() : "<br>"
            return #"\#(page.competencyName(claim.competency)) <span class="level">\#(level)</span>\#(end)"#
        }
        var html = pair("evidence.speaks", claims.reduce(HTML(), +))
        let context: HTML? = facts.context.map { "\($0.text), " }
        html = html + pair("evidence.shown", "\(context)\(words.time(event.occurredAt))")
        if let task = facts.task { html = html + pair("evidence.task", HTML(text: task.text)) }
        let others = facts.authors.map(\.person).filter { !page.ids.contains($0) }
        let names = others.compactMap { speaker.record.people[$0] }
        if !names.isEmpty { html = html + pair("evidence.with", HTML(text: words.list(names))) }
        html =
            html
            + pair(
                "evidence.by",
                HTML(
                    text: speaker.isReader(event.assertedBy) ? words("evidence.byYou") : speaker.name(event.assertedBy))
            )
        if let link = event.words["link"] { html = html + pair("evidence.link", self.link(link)) }
        if let digest = facts.digest { html = html + pair("evidence.file", file(page, digest, files[digest])) }
        return html
    }

    /// A link that somebody wrote, where it leads to a page of the web; else its text.
    private static func link(_ text: String) -> HTML {
        guard let scheme = text.split(separator: ":").first?.lowercased(), ["https", "http"].contains(scheme) else {
            return HTML(text: text)
        }
        return #"<a href="\#(text)" rel="noreferrer noopener external">\#(text)</a>"#
    }

    private static func file(_ page: LearnerPage, _ digest: Digest, _ size: Int?) -> HTML {
        // A system may have told of a file that is kept elsewhere.
        guard let size else { return HTML(text: page.words("evidence.fileElsewhere")) }
        return """
            <a href="\(page.path("files/\(digest)"))">\(page.words("evidence.fileOpen"))</a> \
            <span class="quiet small">\(FileSize.text(size, page.words))</span>
            """
    }

    private static func narrative(_ page: LearnerPage, _ event: LearningEvent, _ speaker: RecordSpeaker) -> HTML {
        guard let text = event.words["narrative"] else { return HTML() }
        let title =
            speaker.isReader(event.assertedBy)
            ? page.words("evidence.words") : page.words("evidence.wordsOf", ["name": speaker.name(event.assertedBy)])
        return #"<section><h2>\#(title)</h2><blockquote class="own">\#(text)</blockquote></section>"#
    }

    private static func mistake(
        _ page: LearnerPage, _ event: LearningEvent, _ record: LearnerRecord, _ speaker: RecordSpeaker
    ) -> HTML {
        guard record.counts(event.id), speaker.isReader(event.assertedBy), page.reader != .office else { return HTML() }
        let words = page.words
        return """
            <section><h2>\(words("evidence.mistake"))</h2><p class="quiet">\(words("evidence.mistakeText"))</p>\
            <div class="actions"><a class="button button--quiet" href="\(page.path("evidence", [("replaces", event.id.description)]))">\
            \(words("evidence.replace"))</a><a class="button button--quiet" \
            href="\(page.path("events/\(event.id)/correction"))">\(words("evidence.takeBack"))</a></div></section>
            """
    }
}
