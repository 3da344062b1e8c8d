public import Markup

extension TranscriptPage {
    /// The document as a piece of another page, in the words of its own page: for whoever decides whether to issue it.
    /// Its headings begin at the second level; how it looks, the other page says (`sheet`).
    public static func sheet(_ document: TranscriptDocument) -> HTML {
        """
        <p class="kicker">Transcript of learning</p><h2>\(document.learner)</h2>
        <ul>\(document.attendances.map(attendance))</ul>
        <p>\(document.district). Made on \(day(document.madeOn)).</p><p class="boxed">\(document.meaning)</p>
        \(demonstrated(document))\(chosen(document))\(ownWords(document))\(all(document))\(levels(document))\(schools(document))
        """
    }

    private static func demonstrated(_ document: TranscriptDocument) -> HTML {
        let areas = document.areas.map { area -> HTML in
            let lines = area.lines.map { line -> HTML in
                "<li>\(line.title) – <span class=\"level\">\(line.level)</span></li>"
            }
            return "<p><strong>\(area.name)</strong></p><ul>\(lines)</ul>"
        }
        return "<h3>Demonstrated</h3>\(areas)"
    }

    private static func chosen(_ document: TranscriptDocument) -> HTML? {
        if document.highlights.isEmpty { return nil }
        let items = document.highlights.map { highlight -> HTML in
            let narrative: HTML? = highlight.narrative.map { "<br>\($0)" }
            let link: HTML? = highlight.link.map { "<br>\($0)" }
            return "<p><strong>\(highlight.title)</strong>\(narrative)\(link)</p>"
        }
        return "<h3>Chosen by the learner</h3>\(items)"
    }

    private static func ownWords(_ document: TranscriptDocument) -> HTML? {
        guard let statement = document.statement else { return nil }
        let paragraphs = statement.split(separator: "\n").map { part -> HTML in "<p>\(String(part))</p>" }
        return "<h3>In the learner’s own words</h3><blockquote class=\"boxed\">\(paragraphs)</blockquote>"
    }

    private static func all(_ document: TranscriptDocument) -> HTML {
        let lines = document.areas.flatMap(\.lines).map { line -> HTML in
            let code: HTML? = line.code.map { "<span class=\"code\">\($0)</span> " }
            let criterion: HTML? = line.criterion.map { ": \($0)" }
            let contexts: HTML? =
                line.contexts.isEmpty
                ? nil : "<div><dt>Shown in</dt><dd>\(line.contexts.joined(separator: ", "))</dd></div>"
            let framework: HTML? = line.framework.map { "<div><dt>Framework</dt><dd>\($0)</dd></div>" }
            return """
                <h4>\(code)\(line.statement)</h4><dl class="facts"><div><dt>Level</dt><dd><strong>\(line.level)</strong>\
                \(criterion)</dd></div><div><dt>Decided</dt><dd>\(day(line.decidedOn)). \(secondReading(line.secondReading))\
                </dd></div>\(contexts)\(framework)</dl>
                """
        }
        return "<h3>Every entry</h3>\(lines)"
    }

    private static func levels(_ document: TranscriptDocument) -> HTML? {
        if document.levels.isEmpty { return nil }
        let levels = document.levels.map { level -> HTML in
            "<div><dt>\(level.name)</dt><dd>\(level.description)</dd></div>"
        }
        return "<h3>What the levels mean</h3><dl class=\"facts\">\(levels)</dl>"
    }

    private static func schools(_ document: TranscriptDocument) -> HTML? {
        if document.schools.isEmpty { return nil }
        let schools = document.schools.map { school -> HTML in
            let profile = (school.profile ?? "").split(separator: "\n").map { part -> HTML in "<br>\(String(part))" }
            return "<p><strong>\(school.name)</strong>\(profile)</p>"
        }
        return "<h3>About the school</h3>\(schools)"
    }
}
