import EventLog
import Hummingbird
import LearningRecord
import Markup

/// To whom transcripts were given, and why that was allowed (34 CFR 99.32).
enum DisclosuresPage {
    private static let size = 50

    /// What was given to somebody, with the words of who it was.
    private struct Given {
        let event: LearningEvent
        let facts: Disclosed
    }

    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let (words, log) = (page.words, try visit.log())
        let number = Int(try visit.query.number("page", in: 1...10_000) ?? 1)
        let desk = TranscriptDesk(log: log, principal: try visit.someone())
        let found = try await desk.issued(from: (number - 1) * size, limit: size + 1)
        let shown = found.prefix(size)
        let names = try await desk.names(of: shown.map(\.learner), what: "disclosuresPage", request: visit.id)
        let given = try await given(Set(shown.map(\.id)), Array(names.keys), log)
        let rows = given.map { given -> [HTML] in
            [
                HTML(text: given.event.words["recipient"] ?? words("disclosures.noName")),
                HTML(text: names[given.event.learner] ?? ""), HTML(text: words("disclosures.transcript")),
                HTML(text: words("basis.\(given.facts.lawfulBasis.rawValue).choice")),
                words.time(given.event.occurredAt),
            ]
        }
        let table = OfficeTable(
            caption: words("disclosures.caption"),
            columns: [
                .init(title: words("registrar.to")), .init(title: words("waiting.learner")),
                .init(title: words("imports.what")), .init(title: words("disclosures.why")),
                .init(title: words("disclosures.when")),
            ], rows: rows)
        let more: HTML =
            found.count > size
            ? #"<div class="pages"><a href="/disclosures?page=\#(String(number + 1))">\#(words("table.next"))</a></div>"#
            : HTML()
        let content: HTML =
            rows.isEmpty ? Notice.empty(words("disclosures.none"), words("disclosures.noneText")) : table.html + more
        return page.answer(
            words("nav.disclosures"),
            #"<div class="head"><div><h1>\#(words("nav.disclosures"))</h1></div></div>\#(content)"#)
    }

    /// What was given of these transcripts, the newest first; what was taken back by a correction is left out.
    private static func given(
        _ transcripts: Set<EventID>, _ learners: [LearnerID], _ log: EventLog
    ) async throws -> [Given] {
        var counting: [RecordedEvent] = []
        for history in try await log.read(learners: learners).values {
            let standing = Corrections.status(of: history)
            counting += history.filter { recorded in
                guard case .disclosed(let facts) = recorded.event.facts, let id = facts.transcript else { return false }
                return transcripts.contains(id) && standing[recorded.event.id] ?? .counts == .counts
            }
        }
        return try await log.open(counting).sorted {
            ($0.event.occurredAt.microseconds, $0.position) > ($1.event.occurredAt.microseconds, $1.position)
        }.compactMap { recorded in
            guard case .disclosed(let facts) = recorded.event.facts else { return nil }
            return Given(event: recorded.event, facts: facts)
        }
    }
}
