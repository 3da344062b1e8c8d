import Markup
import LearningRecord

/// Renders a transcript as one HTML page that prints well without colour: a first page for a reader in a hurry, then
/// every entry, then the schools. It needs no script, no font and nothing else from anywhere.
public enum TranscriptPage {
    /// The page, as UTF-8 text.
    public static func html(_ document: TranscriptDocument) -> String {
        switch document.layout {
        case .plain: plain(document)
        }
    }

    private static func plain(_ document: TranscriptDocument) -> String {
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Transcript of \(document.learner)</title>
            <style>\(TranscriptStyle.css)</style>
            </head>
            <body>
            <main>
            \(firstPage(document))
            \(entries(document))
            \(profile(document))
            </main>
            </body>
            </html>

            """
        return page.markup
    }

    private static func firstPage(_ document: TranscriptDocument) -> HTML {
        """
        <section>
        <header>
        <p class="kind">Transcript of learning</p>
        <h1>\(document.learner)</h1>
        <ul class="attended">\(document.attendances.map(attendance))</ul>
        <p class="made">\(document.district). Made on \(day(document.madeOn)).</p>
        </header>
        <p class="meaning">\(document.meaning)</p>
        \(map(document))
        \(highlights(document))
        \(statement(document))
        </section>
        """
    }

    static func attendance(_ attendance: TranscriptDocument.Attendance) -> HTML {
        let end: HTML = attendance.to.map { "to \(day($0))" } ?? "to today"
        return "<li><strong>\(attendance.school)</strong>, \(day(attendance.from)) \(end)</li>"
    }

    /// The credit map: areas with what was demonstrated in them, in words.
    private static func map(_ document: TranscriptDocument) -> HTML {
        if document.areas.isEmpty {
            return """
                <h2>Demonstrated</h2>
                <p>Nothing has been decided yet. What the learner works on is not a part of a transcript.</p>
                """
        }
        let rows = document.areas.map { area -> HTML in
            let shown = area.lines.prefix(mapLimit).map { line -> HTML in
                "<li>\(line.title) <span class=\"level\">\(line.level)</span></li>"
            }
            let more: HTML? = area.lines.count > mapLimit ? "<li>and more, on the next page</li>" : nil
            return "<div class=\"area\"><h3>\(area.name)</h3><ul>\(shown)\(more)</ul></div>"
        }
        return "<h2>Demonstrated</h2><div class=\"map\">\(rows)</div>"
    }

    /// Entries of one area that the first page shows.
    private static let mapLimit = 6

    private static func highlights(_ document: TranscriptDocument) -> HTML? {
        if document.highlights.isEmpty { return nil }
        let items = document.highlights.map { highlight -> HTML in
            let narrative: HTML? = highlight.narrative.map { "<p>\($0)</p>" }
            return "<li><strong>\(highlight.title)</strong>\(narrative)\(highlight.link.flatMap(link))</li>"
        }
        return "<h2>Chosen by the learner</h2><ul class=\"highlights\">\(items)</ul>"
    }

    /// A link only where the address is one of the web: anything else is shown as text.
    private static func link(_ address: String) -> HTML? {
        if address.hasPrefix("https://") || address.hasPrefix("http://") {
            return "<p class=\"link\"><a href=\"\(address)\" rel=\"noreferrer\">\(address)</a></p>"
        }
        return "<p class=\"link\">\(address)</p>"
    }

    private static func statement(_ document: TranscriptDocument) -> HTML? {
        guard let statement = document.statement else { return nil }
        let paragraphs = statement.split(separator: "\n").map { part -> HTML in "<p>\(String(part))</p>" }
        return "<h2>In the learner’s own words</h2><blockquote>\(paragraphs)</blockquote>"
    }

    private static func entries(_ document: TranscriptDocument) -> HTML? {
        if document.areas.isEmpty { return nil }
        let areas = document.areas.map { area -> HTML in
            "<section><h3>\(area.name)</h3>\(area.lines.map(entry))</section>"
        }
        return "<section class=\"entries\"><h2>Every entry</h2>\(areas)</section>"
    }

    private static func entry(_ line: TranscriptDocument.Line) -> HTML {
        let code: HTML? = line.code.map { "<span class=\"code\">\($0)</span> " }
        let criterion: HTML? = line.criterion.map { ": \($0)" }
        let contexts: HTML? =
            line.contexts.isEmpty
            ? nil : "<div><dt>Shown in</dt><dd>\(line.contexts.joined(separator: ", "))</dd></div>"
        let framework: HTML? = line.framework.map { "<div><dt>Framework</dt><dd>\($0)</dd></div>" }
        return """
            <article>
            <h4>\(code)\(line.statement)</h4>
            <dl>
            <div><dt>Level</dt><dd><strong>\(line.level)</strong>\(criterion)</dd></div>
            <div><dt>Decided</dt><dd>\(day(line.decidedOn)). \(secondReading(line.secondReading))</dd></div>
            \(contexts)\(framework)
            </dl>
            </article>
            """
    }

    static func secondReading(_ reading: TranscriptDocument.SecondReading) -> HTML {
        switch reading {
        case .none: "Read by the educators who decided."
        case .informed: "Read again by a second educator."
        case .independent: "Read by a second educator independently of the first."
        }
    }

    private static func profile(_ document: TranscriptDocument) -> HTML? {
        let levels = document.levels.map { level -> HTML in
            "<div><dt>\(level.name)</dt><dd>\(level.description)</dd></div>"
        }
        let words: HTML? = levels.isEmpty ? nil : "<h3>What the levels mean</h3><dl>\(levels)</dl>"
        let schools = document.schools.map { school -> HTML in
            let profile = (school.profile ?? "").split(separator: "\n").map { part -> HTML in "<p>\(String(part))</p>" }
            return "<h3>\(school.name)</h3>\(profile)"
        }
        if levels.isEmpty, document.schools.isEmpty { return nil }
        return "<section><h2>About the school</h2>\(schools)\(words)</section>"
    }

    /// A day as people write it.
    static func day(_ date: CalendarDate) -> String {
        let (year, month, day) = date.components
        return "\(day) \(months[month - 1]) \(year)"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
