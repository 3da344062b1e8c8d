import EventLog
import Foundation
import Hummingbird
import Interchange
import LearningRecord
import Markup

/// Bringing a file in: a framework, a roster, or learning events.
enum ImportNewPage {
    static func show(_ visit: Visit) async throws -> Response {
        answer(try await Page(visit), Form(), FieldErrors())
    }

    /// Takes the file in, and has it imported in the background.
    static func begin(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let id = ImportID(UUID())
        let folder = visit.service.imports.folder
        var upload: UploadForm?
        let received = try await folder.receive(as: id, limit: ImportRoutes.limit) { write in
            upload = try await UploadForm(visit.request, write: write)
        }
        let form = Form(values: upload?.values ?? [:])
        let errors = errors(form, upload, received.size, page.words)
        guard errors.isEmpty, let format = ImportFormat(rawValue: form["format"]), let name = upload?.filename else {
            folder.discard(id)
            return answer(page, form, errors)
        }
        let job = ImportJob(
            id: id, log: try visit.log(), work: work(format, form),
            source: String(name.prefix(200)), file: received.hold)
        try await ImportRoutes.ask(job, visit)
        return Page.seeOther("/imports/\(id)")
    }

    private static func work(_ format: ImportFormat, _ form: Form) -> ImportJob.Work {
        let isDryRun = form["try"] == "yes"
        return switch format {
        case .roster:
            .roster(
                RosterImportOptions(
                    asOf: Page.now().date, isDryRun: isDryRun, allowsManyEndings: form["endings"] == "yes",
                    problemLimit: ImportEnd.toldProblems))
        case .framework: .framework(isDryRun: isDryRun)
        case .events: .events(dropsGrades: false)
        }
    }

    private static func errors(_ form: Form, _ upload: UploadForm?, _ size: Int, _ words: PageWords) -> FieldErrors {
        var errors = FieldErrors()
        let format = ImportFormat(rawValue: form["format"])
        if format == nil { errors.add("format", words("imports.error.format")) }
        guard upload?.filename != nil, size > 0 else {
            errors.add("file", words("imports.error.none"))
            return errors
        }
        let beginning = upload?.beginning ?? []
        // A zip begins with its first file's header (APPNOTE 6.3, section 4.3.7).
        if format == .roster, !beginning.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            errors.add("file", words("imports.error"))
        }
        if format == .framework || format == .events, beginning.first(where: { !isSpace($0) }) != UInt8(ascii: "{") {
            errors.add("file", words("imports.error.json"))
        }
        // Events are checked one by one as they come; there is no trying of them.
        if format == .events, form["try"] == "yes" { errors.add("try", words("imports.error.try")) }
        return errors
    }

    /// White space of JSON, and the mark of UTF-8 that some programs put in front.
    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains(byte) }

    private static func answer(_ page: Page, _ form: Form, _ errors: FieldErrors) -> Response {
        let words = page.words
        let formats: [(format: ImportFormat, label: String, hint: String)] = [
            (.framework, "CASE", words("imports.case")), (.roster, "OneRoster", words("imports.oneroster")),
            (.events, words("imports.events"), words("imports.jsonlHint")),
        ]
        let choices = formats.enumerated().map { place, item -> HTML in
            let checked: HTML = form["format"] == item.format.rawValue ? " checked" : ""
            let id = "format-\(place)"
            return """
                <div class="choice"><input type="radio" id="\(id)" name="format" value="\(item.format.rawValue)"\(checked) \
                aria-describedby="\(id)-hint"><label for="\(id)">\(item.label)</label>\
                <span class="hint" id="\(id)-hint">\(item.hint)</span></div>
                """
        }
        let endings: HTML = form["endings"] == "yes" ? " checked" : ""
        func error(_ name: String) -> HTML? {
            errors[name].map { #"<p class="error" id="\#(name)-error">\#($0)</p>"# }
        }
        let file = Field(
            name: "file", label: words("imports.file"),
            hint: words(errors.isEmpty ? "imports.fileHint" : "imports.fileAgain"),
            error: errors["file"])
        return page.answer(
            words("imports.new"), status: errors.isEmpty ? .ok : .unprocessableContent,
            crumbs: [.init(path: "/imports", title: words("nav.imports"))], kind: "page--narrow",
            """
            <div class="head"><div><h1>\(words("imports.new"))</h1></div></div>\(errors.summary(words))
            <form method="post" action="/imports" enctype="multipart/form-data" class="stack" novalidate>
            <fieldset class="choices choices--cards" id="format"><legend>\(words("imports.format"))</legend>\(error("format"))\
            <div>\(choices)</div></fieldset>
            \(file.input("file"))
            <div class="choice"><input type="checkbox" id="endings" name="endings" value="yes"\(endings) \
            aria-describedby="endings-hint"><label for="endings">\(words("imports.endings"))</label>\
            <span class="hint" id="endings-hint">\(words("imports.endingsHint"))</span></div>
            \(error("try"))<div class="actions"><button class="button--quiet" id="try" name="try" value="yes">\(words("imports.dry"))</button>\
            <button name="try" value="no">\(words("imports.do"))</button></div>\
            <p class="quiet">\(words("imports.dryHint"))</p></form>
            """)
    }
}
