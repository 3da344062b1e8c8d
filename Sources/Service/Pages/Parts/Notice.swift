import Markup

/// Something said at the top of a page.
enum Notice {
    /// That something was done.
    static func done(_ text: String) -> HTML {
        #"<div class="notice notice--done" role="status"><p>\#(text)</p></div>"#
    }

    /// That something is so.
    static func told(_ text: String) -> HTML { #"<div class="notice" role="status"><p>\#(text)</p></div>"# }

    /// That something cannot be done.
    static func problem(_ text: HTML) -> HTML {
        #"<div class="notice notice--problem" role="alert" tabindex="-1"><p>\#(text)</p></div>"#
    }

    /// That there is nothing yet, and what leads on.
    static func empty(_ title: String, _ text: String, _ rest: HTML = HTML()) -> HTML {
        #"<div class="empty">\#(Mark.later.html)<h2>\#(title)</h2><p>\#(text)</p>\#(rest)</div>"#
    }
}
