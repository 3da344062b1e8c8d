import EventLog
import LearningRecord
import Markup

/// What is around the content of every page: head, way around, language, sign-out.
struct Frame {
    let words: PageWords
    /// Who is signed in.
    let account: Account?
    let district: String?
    let navigation: [Page.Link]
    /// The path and query of the page.
    let here: String
    let title: String
    let crumbs: [Page.Link]
    let kind: StaticString
    let content: HTML

    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="\(words.language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title) – Waymark</title>
        <link rel="stylesheet" href="\(Assets.path("waymark.css"))">
        <link rel="icon" href="\(Assets.path("waymark.svg"))" type="image/svg+xml">
        <script src="\(Assets.path("waymark.js"))" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">\(words("frame.skip"))</a>
        <header class="top"><div>
        <a class="brand" href="/">\(Self.brand)Waymark</a>
        \(ways)\(who)
        </div></header>
        <main id="main" class="page \(HTML(stringLiteral: kind))" tabindex="-1">
        \(trail)
        \(content)
        </main>
        <footer class="foot"><div>
        <p>\(district ?? "Waymark")</p>
        <a href="/privacy">\(words("frame.privacy"))</a>
        \(languages)
        </div></footer>
        </body>
        </html>

        """
    }

    private var ways: HTML {
        guard !navigation.isEmpty else { return HTML() }
        let path = String(here.prefix { $0 != "?" })
        let links = navigation.map { link -> HTML in
            let current: HTML = link.path == path ? #" aria-current="page""# : ""
            return #"<a href="\#(link.path)"\#(current)>\#(link.title)</a>"#
        }
        return #"<nav class="nav" aria-label="\#(words("frame.nav"))">\#(links)</nav>"#
    }

    private var who: HTML {
        guard let account else { return HTML() }
        return """
            <div class="who"><a href="/account"><span class="unseen">\(words("frame.signedInAs")) </span>\(account.name)</a>
            <form method="post" action="/sign-out"><button class="button--text">\(words("frame.signOut"))</button></form></div>
            """
    }

    private var trail: HTML {
        guard !crumbs.isEmpty else { return HTML() }
        let items: [HTML] = crumbs.map { #"<li><a href="\#($0.path)">\#($0.title)</a></li>"# }
        return """
            <nav class="crumbs" aria-label="\(words("frame.crumbs"))"><ol>\(items)</ol></nav>
            """
    }

    private var languages: HTML {
        let buttons = Language.allCases.map { language -> HTML in
            let isPressed = language == words.language ? "true" : "false"
            return """
                <button class="button--text" name="language" value="\(language.rawValue)" lang="\(language.rawValue)" \
                aria-pressed="\(isPressed)">\(language.name)</button>
                """
        }
        return """
            <form class="languages" method="post" action="/language"><input type="hidden" name="to" value="\(here)">\
            <span id="language-label">\(words("frame.language"))</span>\
            <span role="group" aria-labelledby="language-label" class="languages">\(buttons)</span></form>
            """
    }

    /// The sign of Waymark: stones that somebody put on one another, so that others find the way.
    static let brand: HTML = """
        <svg viewBox="0 0 36 36" aria-hidden="true" focusable="false" fill="currentColor">\
        <rect x="4" y="24.5" width="28" height="8" rx="4"/><rect x="8.5" y="14.8" width="20" height="7.7" rx="3.8"/>\
        <rect x="12.5" y="5.5" width="11.5" height="7.3" rx="3.6"/></svg>
        """
}
