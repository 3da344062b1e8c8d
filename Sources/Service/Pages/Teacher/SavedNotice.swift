import EventLog
import Hummingbird
import LearningRecord
import LibPQ
import Markup
import Projections

/// What a section's page says after something was recorded, with a way to take it back at once.
enum SavedNotice {
    /// What was recorded.
    enum What: String, CaseIterable, Sendable {
        case demonstrated = "attempt-demonstrated"
        case notYet = "attempt-not-yet"
        case feedback
        case evidence
        case offer
        case support
        case takenBack = "taken-back"

        /// Of its sentence. Names of learners are not in the address: they would stand in the logs of proxies.
        fileprivate var key: String {
            switch self {
            case .demonstrated: "record.saved.shown"
            case .notYet: "record.saved"
            case .feedback: "record.saved.feedback"
            case .evidence: "record.saved.evidence"
            case .offer: "record.saved.offer"
            case .support: "record.saved.support"
            case .takenBack: "record.saved.takenBack"
            }
        }
    }

    /// Events that the caller recorded.
    struct Recorded: Sendable {
        let id: EventID
        let learner: LearnerID
        let item: String?
    }

    /// Where to go after something was recorded.
    static func path(_ section: OpenSection, _ view: OpenSection.View, _ what: What, _ ids: [EventID]) -> String {
        let list = ids.map(\.description).joined(separator: ",")
        return "\(section.path)\(view.rawValue)?saved=\(what.rawValue)" + (ids.isEmpty ? "" : "&ids=\(list)")
    }

    /// The notice for a page that was opened after something was recorded.
    /// - Throws: `EventLogError`.
    static func html(_ section: OpenSection) async throws -> HTML {
        let query = section.page.visit.query
        guard let what = query.text("saved").flatMap(What.init(rawValue:)) else { return HTML() }
        let words = section.words
        if what == .takenBack { return Notice.done(words(what.key)) }
        let recorded = try await recorded(ids(query.text("ids") ?? ""), by: section.page.visit)
        guard !recorded.isEmpty else { return HTML() }
        let who = Set(recorded.map(\.learner))
        let names = section.needs.learners.filter { who.contains($0.id) }.map(section.name)
        let item = recorded.lazy.compactMap(\.item).first
        let key = item == nil ? "record.saved.plain" : what.key
        let list = recorded.map(\.id.description).joined(separator: ",")
        return """
            <div class="notice notice--done" role="status"><p>\
            \(words(key, ["task": item ?? "", "names": words.list(names)]))</p>\
            <form method="post" action="\(section.path)/take-back" class="keep">\
            <input type="hidden" name="ids" value="\(list)">\
            <input type="hidden" name="\(Page.eventField)" value="\(Page.newEventID().description)">\
            <button class="button--text">\(words("record.takeBack"))</button></form></div>
            """
    }

    /// Takes back what the caller recorded in this section a moment ago.
    static func takeBack(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let section = try await OpenSection(visit, what: "section")
        let recorded = try await recorded(ids(form["ids"]), by: visit)
        guard !recorded.isEmpty else { throw Problem.notFound }
        let reason = section.words("record.takeBack.reason")
        let events = recorded.enumerated().map { place, event in
            section.page.event(
                Page.eventID(once: form, place), of: event.learner, school: section.head.school,
                section: section.head.id, .correction(Correction(voiding: event.id)), words: ["reason": reason])
        }
        try await section.page.recordOnce(events)
        return Page.seeOther(path(section, .need, .takenBack, []))
    }

    private static func ids(_ list: String) -> [EventID] {
        list.split(separator: ",").prefix(500).compactMap { EventID(String($0)) }
    }

    /// Those of some events that whoever is signed in recorded.
    private static func recorded(_ ids: [EventID], by visit: Visit) async throws -> [Recorded] {
        guard let account = try visit.someone().account else { return [] }
        let log = try visit.log()
        let (tenant, me) = (log.district.tenant, account.asserting)
        return try await log.run { session in
            try session.query(
                """
                select event_id, learner, item from log.event
                 where tenant = \(tenant) and event_id = any(\(ids)) and asserted_by = \(me) order by position
                """
            ).map { row in
                Recorded(
                    id: try row[0, as: EventID.self], learner: try row[1, as: LearnerID.self],
                    item: try row[2, as: String?.self])
            }
        }
    }
}
