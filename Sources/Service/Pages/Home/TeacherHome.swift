import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// Where a teacher begins: the sections of today, each with what waits there in words, and never a number of it.
enum TeacherHome {
    /// What waits for somebody who teaches.
    private static let waiting: [SectionNeeds.Need] = [
        .decision, .anotherLook, .reading, .learnerVoice, .familyVoice, .support,
    ]

    /// The page of the sections.
    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let name = try visit.someone().account?.name ?? ""
        let part = try await part(page)
        let content: HTML =
            part.markup.isEmpty
            ? """
            <div class="empty">\(Mark.next.html)<h2>\(words("home.teacher.none"))</h2><p>\(words("home.teacher.noneText"))</p></div>
            """ : part
        return page.answer(
            words("home.teacher.title"),
            """
            <div class="head"><div><p class="kicker">\(words("home.welcome", ["name": name]))</p>\
            <h1>\(words("home.teacher.title"))</h1></div></div>
            \(content)\(try await glass(page))
            """)
    }

    /// The sections that somebody teaches, as cards; nothing for somebody who teaches none.
    /// - Throws: `EventLogError`.
    static func part(_ page: Page) async throws -> HTML {
        guard let person = page.visit.principal?.account?.person else { return HTML() }
        let log = try page.visit.log()
        let closed = try await Authority(log: log).closed(to: try page.visit.someone())
        var cards: [HTML] = []
        for section in try await SectionHead.taught(by: person, in: log) {
            let needs = try await SectionReader(log: log).needs(in: section.id)
            let there = Set(
                needs.groups.filter { group in group.lines.contains { !closed.contains($0.learner.id) } }.map(\.need))
            let things = waiting.filter(there.contains).map { NeedWords(words: page.words).title($0).lowercasedFirst }
            let text =
                things.isEmpty
                ? page.words("home.teacher.quiet")
                : page.words("home.teacher.waits", ["things": things.joined(separator: "; ")])
            cards.append(
                """
                <section class="card"><h2 class="h4"><a href="/sections/\(section.id.description)">\(section.title)</a></h2>\
                <p class="quiet small">\(section.kicker)</p><p>\(text)</p></section>
                """)
        }
        return cards.isEmpty ? HTML() : #"<div class="cards">\#(cards)</div>"#
    }

    /// The way to a record outside of one's sections, for those who may open one.
    private static func glass(_ page: Page) async throws -> HTML {
        let log = try page.visit.log()
        guard try await Authority(log: log).allows(.openRecords, try page.visit.someone()) else { return HTML() }
        let words = page.words
        return """
            <section><h2>\(words("home.teacher.glass"))</h2><p class="quiet">\(words("home.teacher.glassText"))</p>\
            <p><a href="/break-glass">\(words("glass.title"))</a></p></section>
            """
    }
}
