import Hummingbird
import LearningRecord
import Markup

/// Who may come in, by name.
enum AccountListPage {
    private static let size = 50

    static func show(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let words = page.words
        let (query, role) = (visit.query.text("q"), try visit.query.choice("role", as: AccessRole.self))
        let number = Int(try visit.query.number("page", in: 1...10_000) ?? 1)
        let found = try await AccountList(log: try visit.log()).page(
            query, role, from: (number - 1) * size, limit: size + 1)
        let table = OfficeTable(
            caption: words("accounts.caption"),
            columns: [
                .init(title: words("accounts.name")), .init(title: words("accounts.roles")),
                .init(title: words("accounts.way")), .init(title: words("accounts.last")),
                .init(title: words("accounts.state")),
            ], rows: found.prefix(size).map { row($0, words) })
        let next = Addresses.address(
            "/accounts", [("q", query), ("role", role?.rawValue), ("page", String(number + 1))])
        let more: HTML =
            found.count > size ? #"<div class="pages"><a href="\#(next)">\#(words("table.next"))</a></div>"# : HTML()
        let content: HTML =
            found.isEmpty
            ? Notice.empty(words("accounts.none"), words("accounts.noneText")) : table.html + more
        return page.answer(
            words("nav.accounts"),
            """
            <div class="head"><div><h1>\(words("nav.accounts"))</h1></div></div>
            <div class="actions"><a class="button" href="/accounts/new">\(words("accounts.invite"))</a></div>
            \(filter(query, role, words))\(content)
            """)
    }

    private static func filter(_ query: String?, _ role: AccessRole?, _ words: PageWords) -> HTML {
        let name = Field(name: "q", label: words("accounts.q"), value: query ?? "", isRequired: false).input("search")
        let roles = Field(name: "role", label: words("accounts.role"), value: role?.rawValue ?? "", isRequired: false)
            .select(
                [("", words("accounts.any"))] + AccessRole.allCases.map { ($0.rawValue, words("role.\($0.rawValue)")) })
        return """
            <form class="filters" method="get" action="/accounts" role="search">\(name)\(roles)\
            <button>\(words("find.do"))</button></form>
            """
    }

    private static func row(_ item: AccountList.Item, _ words: PageWords) -> [HTML] {
        [
            #"<a href="/accounts/\#(item.account.id.description)">\#(item.account.name)</a>"#,
            HTML(text: item.parts.map { text($0, words) }.joined(separator: "; ")), HTML(text: way(item, words)),
            item.seenAt.map { words.time($0) } ?? "–", state(item, words),
        ]
    }

    /// A part with what it is for.
    static func text(_ part: AccountList.Part, _ words: PageWords) -> String {
        let role = words("role.\(part.role.rawValue)")
        guard let place = part.place else { return role }
        return part.role == .family ? words("role.family.of", ["name": place]) : "\(role), \(place)"
    }

    /// How somebody signs in.
    static func way(_ item: AccountList.Item, _ words: PageWords) -> String {
        if item.isSchools { return words("accounts.sso") }
        return item.account.hasPassword ? words("accounts.password") : words("accounts.noWay")
    }

    private static func state(_ item: AccountList.Item, _ words: PageWords) -> HTML {
        if let ended = item.account.endedAt { return words.html("accounts.locked", ["date": words.time(ended)]) }
        if let invited = item.invitedAt { return words.html("accounts.invited", ["date": words.time(invited)]) }
        return HTML(text: words("accounts.active"))
    }
}
