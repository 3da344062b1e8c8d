import EventLog
import Foundation
import Hummingbird
import LearningRecord
import LibPQ
import Markup
import Projections
import ReferenceData

/// Who has looked at whose record: every look, the newest first.
enum ReadsPage {
    private static let size = 100
    /// People of a name whose looks are asked for, at the most.
    private static let namesakes = 50

    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let (words, log, query) = (page.words, try visit.log(), visit.query)
        var filter = ReadLog.Filter()
        filter.reader = query.text("who")
        if let whose = query.text("whose") { filter.learners = try await learners(whose, log) }
        filter.from = try query.day("from").map { Instant(startOf: $0) }
        let end = try query.day("to").map { Instant(startOf: CalendarDate(daysSince1970: $0.daysSince1970 + 1)) }
        let before = try query.moment("before")
        filter.before = [end, before].compactMap(\.self).min { $0.microseconds < $1.microseconds }
        let found = try await ReadLog(log: log).looks(filter, limit: size + 1)
        let shown = found.prefix(size)
        let names = try await names(of: shown.compactMap(\.learner), log)
        let rows = shown.map { entry -> [HTML] in
            let record = entry.learner.map { names[$0] ?? words("equity.noName") } ?? words("reads.every")
            return [
                "\(entry.reader)", words.moment(entry.at), HTML(text: record), HTML(text: what(entry, words)),
                HTML(text: why(entry, words)),
            ]
        }
        let table = OfficeTable(
            caption: words("reads.caption"),
            columns: [
                .init(title: words("reads.reader")), .init(title: words("seen.when")),
                .init(title: words("reads.record")), .init(title: words("seen.what")), .init(title: words("seen.why")),
            ], rows: rows)
        let next = Addresses.address(
            "/reads",
            ["who", "whose", "from", "to"].map { ($0, query.text($0)) } + [("before", shown.last?.at.description)])
        let more: HTML =
            found.count > size ? #"<div class="pages"><a href="\#(next)">\#(words("table.older"))</a></div>"# : HTML()
        let content: HTML =
            rows.isEmpty ? Notice.empty(words("reads.empty"), words("reads.emptyText")) : table.html + more
        return page.answer(
            words("nav.reads"),
            #"<div class="head"><div><h1>\#(words("nav.reads"))</h1></div></div>\#(form(query, words))\#(content)"#)
    }

    private static func form(_ query: Query, _ words: PageWords) -> HTML {
        func field(_ name: String, _ type: String) -> HTML {
            Field(name: name, label: words("reads.\(name)"), value: query.text(name) ?? "", isRequired: false).input(
                type)
        }
        return """
            <form class="filters" method="get" action="/reads">\(field("who", "text"))\(field("whose", "text"))\
            \(field("from", "date"))\(field("to", "date"))<button>\(words("equity.show"))</button></form>
            """
    }

    /// The learners of a name or an id, under all ids under which they stand.
    private static func learners(_ text: String, _ log: EventLog) async throws -> [LearnerID] {
        let tenant = log.district.tenant
        let named = try await log.run { session in
            if let id = LearnerID(text) { return [id] }
            if let known = try PersonDirectory.person(session, tenant: tenant, sourceID: text) { return [known.id] }
            return try PersonDirectory.people(session, tenant: tenant, named: text, limit: namesakes).map(\.id)
        }
        var all: Set<LearnerID> = []
        for learner in named { all.formUnion(try await IdentityReader(log: log).ids(of: learner)) }
        return Array(all)
    }

    private static func names(of learners: [LearnerID], _ log: EventLog) async throws -> [LearnerID: String] {
        let (tenant, learners) = (log.district.tenant, Array(Set(learners)))
        let people = try await log.run { try PersonDirectory.people($0, tenant: tenant, ids: learners) }
        return Dictionary(people.map { ($0.id, $0.name ?? "") }) { first, _ in first }.filter { !$0.value.isEmpty }
    }

    /// At what somebody looked: by the name of the route, in words.
    private static func what(_ entry: ReadLog.Entry, _ words: PageWords) -> String {
        let route = entry.what
        if entry.learner == nil { return words("reads.what.log") }
        if route.lowercased().contains("transcript") { return words("seen.transcript") }
        if route.lowercased().contains("equity") || route.hasSuffix("sPage") { return words("reads.list") }
        if route.lowercased().contains("disclosure") || route == "readReads" { return words("reads.what.disclosures") }
        return words("reads.what.record")
    }

    /// By which right: in words, where it is one that the pages know.
    private static func why(_ entry: ReadLog.Entry, _ words: PageWords) -> String {
        let known: [(Relationship, String)] = [
            (.own, "own"), (.family, "family"), (.registrar(nil), "registrar"), (.principal(nil), "principal"),
            (.system, "system"),
        ]
        if let key = known.first(where: { $0.0.name == entry.why })?.1 { return words("reads.why.\(key)") }
        // Those that stand for any one: a section, a school, an opening.
        let (section, school) = (SectionID(UUID()), SchoolID(UUID()))
        let others: [(Relationship, String)] = [
            (.teacher(section), "teacher"), (.registrar(school), "registrarSchool"),
            (.principal(school), "principalSchool"), (.opening(UUID()), "opening"),
        ]
        return others.first { $0.0.name == entry.why }.map { words("reads.why.\($0.1)") } ?? entry.why
    }
}
