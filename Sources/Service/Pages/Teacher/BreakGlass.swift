import EventLog
import Foundation
import Hummingbird
import LearningRecord
import LibPQ
import Markup
import ReferenceData

/// Opening a record outside of one's sections: for a reason, for an hour, and seen by the family.
enum BreakGlass {
    static let routes = [
        Endpoint("breakGlassPage", .get, "/break-glass", .duty(.openRecords)) { visit in
            try await answer(try await Page(visit), Form(), FieldErrors())
        },
        Endpoint("breakGlass", .post, "/break-glass", .duty(.openRecords)) { try await open($0) },
        Endpoint("endBreakGlass", .post, "/break-glass/{opening}/end", .duty(.openRecords)) { try await end($0) },
    ]

    private static func answer(_ page: Page, _ form: Form, _ errors: FieldErrors) async throws -> Response {
        let words = page.words
        let learner = Field(
            name: "learner", label: words("glass.learner"), value: form["learner"], hint: words("glass.learnerFull"),
            error: errors["learner"])
        let reason = FreeText(
            name: "reason", label: words("glass.reason"), value: form["reason"], hint: words("glass.reasonHint"),
            error: errors["reason"], isRequired: true)
        let ended: HTML =
            page.visit.query.text("ended") == nil || !errors.isEmpty
            ? HTML() : Notice.done(words("glass.closed"))
        return page.answer(
            words("glass.title"), status: errors.isEmpty ? .ok : .unprocessableContent, kind: "page--narrow",
            """
            <div class="head"><div><h1>\(words("glass.title"))</h1><p class="lead">\(words("glass.lead"))</p></div></div>
            \(errors.summary(words))\(ended)\(try await openNow(page))
            <form method="post" action="/break-glass" class="stack" novalidate>
            \(learner.input("text"))\(try await school(page, form))\(reason.area(words))
            <p class="quiet">\(words("glass.forAnHour"))</p><button>\(words("glass.do"))</button></form>
            """)
    }

    /// What is open now, and how to close it.
    private static func openNow(_ page: Page) async throws -> HTML {
        guard let account = try page.visit.someone().account else { return HTML() }
        let words = page.words
        let log = try page.visit.log()
        let openings = try await OpeningStore(log: log).current(of: account.id)
        guard !openings.isEmpty else { return HTML() }
        let names = try await SpeakerNames(Set(openings.map(\.learner)), in: log)
        let rows = openings.map { opening -> HTML in
            let name = names[opening.learner] ?? words("learner.nameless")
            let until = words.html(
                "glass.openUntil", ["time": words.moment(opening.expiresAt), "reason": HTML(text: opening.reason)])
            return """
                <li><div><a href="/learners/\(opening.learner.description)/path">\(name)</a><p class="said">\(until)</p></div>\
                <form method="post" action="/break-glass/\(opening.id.uuidString.lowercased())/end">\
                <button class="button--quiet">\(words("glass.end"))<span class="unseen"> \(name)</span></button></form></li>
                """
        }
        return #"<section><h2>\#(words("glass.openNow"))</h2><ul class="rows">\#(rows)</ul></section>"#
    }

    /// The schools, for where several people have one name.
    private static func school(_ page: Page, _ form: Form) async throws -> HTML {
        let log = try page.visit.log()
        let tenant = log.district.tenant
        let schools = try await log.run { session in
            try session.query(
                """
                select s.school, s.name from ref.school s
                 where s.tenant = \(tenant) and s.kind = 'school' and s.ended_on is null order by s.name, s.school
                """
            ).map { row in (value: try row[0, as: SchoolID.self].description, text: try row[1, as: String.self]) }
        }
        guard schools.count > 1 else { return HTML() }
        return Field(
            name: "school", label: page.words("glass.school"), value: form["school"],
            hint: page.words("glass.schoolHint"),
            isRequired: false
        ).select([("", page.words("glass.anySchool"))] + schools)
    }

    // MARK: Opening

    private static func open(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let form = try await Form(visit.request)
        let log = try visit.log()
        guard let account = try visit.someone().account else { throw Problem.notFound }
        var errors = FieldErrors()
        let found = try await find(form, visit)
        switch found.count {
        case 1: break
        case 0: errors.add("learner", words("glass.error.none"))
        default: errors.add("learner", words("glass.error.several"))
        }
        if !OpeningStore.reasonLength.contains(form["reason"].count) { errors.add("reason", words("glass.error")) }
        guard errors.isEmpty, let learner = found.first else { return try await answer(page, form, errors) }
        let opening = try await OpeningStore(log: log).open(learner, by: account.id, because: form["reason"])
        // It stands among the looks at once, even where nothing is looked at afterwards.
        try await ReadLog(log: log).note(
            try visit.someone(), at: [learner], what: "breakGlass", why: Relationship.opening(opening).name,
            request: visit.id)
        return Page.seeOther("/learners/\(learner)/path")
    }

    /// The learners that somebody named in full, or by the id of the roster. Never those of a part of a name: nobody leafs
    /// through a district here.
    private static func find(_ form: Form, _ visit: Visit) async throws -> [LearnerID] {
        let log = try visit.log()
        let tenant = log.district.tenant
        let closed = try await Authority(log: log).closed(to: try visit.someone())
        let text = form["learner"]
        let school: SchoolID? = form.id("school")
        guard !text.isEmpty else { return [] }
        let found = try await log.run { session in
            let byID = try PersonDirectory.person(
                session, tenant: tenant, sourceID: text.hasPrefix("roster:") ? String(text.dropFirst(7)) : text)
            let people =
                try byID.map { [$0] }
                ?? PersonDirectory.people(session, tenant: tenant, named: text, isWhole: true, limit: 20)
            let learners = people.filter { $0.roles.contains("student") && !$0.isErased }.map(\.id)
            guard let school, byID == nil else { return learners }
            return try session.query(
                """
                select distinct e.person from ref.enrolment e
                 where e.tenant = \(tenant) and e.person = any(\(learners)) and e.school = \(school)
                   and e.part = 'student' and e.ended_on is null
                """
            ).column(as: LearnerID.self)
        }
        return found.filter { !closed.contains($0) }
    }

    private static func end(_ visit: Visit) async throws -> Response {
        guard let account = try visit.someone().account,
            let opening = visit.context.parameters.get("opening").flatMap({ UUID(uuidString: $0) })
        else { throw Problem.notFound }
        _ = try await OpeningStore(log: try visit.log()).end(opening, of: account.id)
        return Page.seeOther("/break-glass?ended=true")
    }
}
