import EventLog
import Foundation
import Hummingbird
import LearningRecord
import Markup

/// Evidence that somebody adds: with a file, a link, or words; for the first time, or in the place of another.
enum EvidenceForm {
    static let all = [
        Endpoint("evidenceForm", .get, "/learners/{learner}/evidence", .record(.contribute), isAudited: false) {
            visit in
            let page = try await LearnerPage(visit, recording: .evidence)
            let replaced = try await replaced(page, visit, visit.query.text("replaces"))
            return show(page, begin(replaced, page), FieldErrors(), replaced: replaced?.event.id)
        },
        Endpoint(
            "addEvidence", .post, "/learners/{learner}/evidence", .record(.contribute), isAudited: false,
            bodyLimit: MultipartForm.largestFile * 11, deadline: .seconds(300)
        ) { try await save($0) },
    ]

    // MARK: What is replaced

    /// The evidence in whose place another is put: the reader's own, which counts.
    private static func replaced(_ page: LearnerPage, _ visit: Visit, _ text: String?) async throws -> RecordedEvent? {
        guard let text, !text.isEmpty else { return nil }
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        guard let id = EventID(text), let recorded = record[id], recorded.event.kind == .evidence, record.counts(id),
            RecordSpeaker(page: page, record: record).isReader(recorded.event.assertedBy)
        else { throw Problem.notFound }
        return recorded
    }

    /// The form with what is replaced.
    private static func begin(_ recorded: RecordedEvent?, _ page: LearnerPage) -> Form {
        guard let recorded, case .evidence(let facts) = recorded.event.facts, let claim = facts.claims.first else {
            return Form()
        }
        let said = recorded.event.words
        return Form(values: [
            "competency": [claim.competency.description],
            LevelField.name: [page.levelName(claim.level, of: claim.competency)], "title": [said["title"] ?? ""],
            "link": [said["link"] ?? ""], "narrative": [said["narrative"] ?? ""],
            "context": [facts.context?.text ?? ""], "task": [facts.task?.text ?? ""],
        ])
    }

    // MARK: The form

    private static func show(
        _ page: LearnerPage, _ form: Form, _ errors: FieldErrors, replaced: EventID?, event: EventID? = nil
    ) -> Response {
        let words = page.words
        var learnerForm = LearnerForm(
            page: page, form: form, title: words(replaced == nil ? "continuum.act.evidence" : "evidence.replace"),
            part: "evidence", button: words("evidence.do"), lead: page.say("evidence.lead"))
        learnerForm.isMultipart = true
        let parts = learnerForm.parts(errors)
        let competency = CompetencyField.chosen(form, page)
        let size = FileSize.text(MultipartForm.largestFile, words)
        let level = LevelField.html(
            page, parts, about: competency, legend: words("evidence.level"), hint: page.say("evidence.level.hint"))
        let reason: HTML =
            replaced.map { id in
                """
                <input type="hidden" name="replaces" value="\(id.description)">\
                \(parts.lines("reason", words("takeBack.reason"), isShort: true))
                """
            } ?? HTML()
        return learnerForm.answer(
            errors, event: event,
            fields: """
                \(CompetencyField(page: page, chosen: competency).html)\(parts.line("title", words("evidence.title")))\
                \(parts.file("file", words("evidence.file"), hint: words("evidence.file.kinds", ["size": size]), accept: FileKind.accept))\
                \(parts.line("link", words("evidence.linkOr"), type: "url", isOptional: true))\
                \(parts.lines("narrative", words("evidence.narrative"), isOptional: true))\(level)\
                <details\(isOpen(form) ? " open" : HTML())><summary>\(words("evidence.moreHere"))</summary>\
                \(parts.line("context", words("evidence.context"), isOptional: true))\
                \(parts.line("task", words("evidence.task"), isOptional: true))</details>\(reason)
                """)
    }

    private static func isOpen(_ form: Form) -> Bool { !form["context"].isEmpty || !form["task"].isEmpty }

    // MARK: Saving

    private static func save(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit, recording: .evidence)
        let sent = try await MultipartForm(visit.request)
        let form = sent.form
        var errors = FieldErrors()
        let competency = CompetencyField.chosen(form, page)
        let title = errors.text(form, "title", page.words, isRequired: page.words("evidence.error.title"))
        let kept = try await keep(sent, page, &errors)
        let link = errors.text(form, "link", page.words)
        if let link, !isLink(link) { errors.add("link", page.words("evidence.error.link")) }
        let narrative = errors.text(form, "narrative", page.words)
        let level = competency.flatMap { LevelField.chosen(form, page, about: $0) }
        if level == nil { errors.add(LevelField.name, page.words("evidence.error.level")) }
        let context = errors.label(form, "context", page.words)
        let task = errors.label(form, "task", page.words)
        let isReplacing = !form["replaces"].isEmpty
        let reason =
            isReplacing ? errors.text(form, "reason", page.words, isRequired: page.words("takeBack.error")) : nil
        guard errors.isEmpty, let competency, let level else {
            return show(page, form, errors, replaced: form.id("replaces"))
        }
        let facts = Evidence(
            form: page.reader == .teacher ? .observation : .artifact,
            claims: [.init(competency: competency, level: level)], task: task, context: context, digest: kept)
        let said = Words([("title", title), ("link", link), ("narrative", narrative)])
        if isReplacing { return try await replace(page, visit, form, facts, said, reason: reason ?? "") }
        return try await page.save(
            .evidence(facts), words: said, from: form, field: "title", then: "path", saved: "evidence"
        ) { show(page, form, $0, replaced: nil, event: $1) }
    }

    /// Keeps the file that came, sealed; answers its digest.
    private static func keep(
        _ sent: MultipartForm, _ page: LearnerPage, _ errors: inout FieldErrors
    ) async throws -> Digest? {
        let words = page.words
        if sent.isFileTooLarge {
            errors.add("file", words("evidence.error.file", ["size": FileSize.text(MultipartForm.largestFile, words)]))
        }
        guard let file = sent.file else { return nil }
        guard !file.bytes.isEmpty, let kind = FileKind(of: file.bytes) else {
            errors.add("file", words("evidence.error.kind"))
            return nil
        }
        let kept = EvidenceFile(name: file.name, type: kind.rawValue, bytes: file.bytes)
        do {
            guard try await page.log.keep(kept, of: page.learner) else {
                errors.add("file", words("evidence.error.room"))
                return nil
            }
        } catch EventLogError.key(let error) where error == .noMasterKey {
            errors.add("file", words("evidence.error.key"))
            return nil
        }
        return kept.digest
    }

    /// Whether it is an address of the web.
    private static func isLink(_ text: String) -> Bool {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), url.host?.isEmpty == false else {
            return false
        }
        return scheme == "https"
    }

    /// Puts the new evidence in the place of another: two events at once, or none.
    private static func replace(
        _ page: LearnerPage, _ visit: Visit, _ form: Form, _ facts: Evidence, _ said: Words, reason: String
    ) async throws -> Response {
        guard let old: EventID = form.id("replaces") else { throw Problem.notFound }
        let (id, correction) = (Page.eventID(form), Page.eventID(form, 1))
        let then = Page.seeOther(page.path("evidence/\(id)"))
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        // Sent twice: it stands there already.
        if record[correction] != nil { return then }
        guard let replaced = try await replaced(page, visit, old.description) else { throw Problem.notFound }
        let learner = replaced.event.learner
        var facts = facts
        // A file that nobody put another in the place of stays.
        if facts.digest == nil, case .evidence(let earlier) = replaced.event.facts { facts.digest = earlier.digest }
        try await page.page.recordOnce([
            page.page.event(id, of: learner, at: replaced.event.occurredAt, .evidence(facts), words: said),
            page.page.event(
                correction, of: learner, .correction(Correction(replacing: old, with: id)),
                words: Words([("reason", reason)])),
        ])
        return then
    }
}
