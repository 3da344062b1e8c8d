import Markup

/// A field of a form with its label, its hint and what is wrong with it, tied together for screen readers.
struct Field {
    let name: String
    let label: String
    var value = ""
    var hint: String?
    var error: String?
    /// What a browser may fill in (HTML Living Standard, section 4.10.18.7).
    var autocomplete: String?
    var isRequired = true

    /// One line of text: `text`, `email`, `password`, `date`, `url`.
    func input(_ type: String) -> HTML {
        let content: HTML = type == "password" || value.isEmpty ? HTML() : #" value="\#(value)""#
        let fill: HTML = autocomplete.map { #" autocomplete="\#($0)""# } ?? HTML()
        return wrapped(
            #"<input type="\#(type)" id="\#(name)" name="\#(name)"\#(content)\#(ties)\#(required)\#(fill)>"#)
    }

    /// Several lines of text.
    func area(rows: Int = 4) -> HTML {
        wrapped(
            """
            <textarea id="\(name)" name="\(name)" rows="\(String(rows))"\(ties)\(required)>
            \(value)</textarea>
            """)
    }

    /// A choice of one in a list that opens.
    func select(_ choices: [(value: String, text: String)]) -> HTML {
        let options = choices.map { choice -> HTML in
            let selected: HTML = choice.value == value ? " selected" : ""
            return #"<option value="\#(choice.value)"\#(selected)>\#(choice.text)</option>"#
        }
        return wrapped(#"<select id="\#(name)" name="\#(name)"\#(ties)\#(required)>\#(options)</select>"#)
    }

    private var required: HTML { isRequired ? " required" : HTML() }

    private var ties: HTML {
        let ids = [hint.map { _ in "\(name)-hint" }, error.map { _ in "\(name)-error" }].compactMap(\.self)
        let described: HTML = ids.isEmpty ? HTML() : #" aria-describedby="\#(ids.joined(separator: " "))""#
        return described + (error == nil ? HTML() : #" aria-invalid="true""#)
    }

    private func wrapped(_ control: HTML) -> HTML {
        let hint: HTML? = hint.map { #"<p class="hint" id="\#(name)-hint">\#($0)</p>"# }
        let error: HTML? = error.map { #"<p class="error" id="\#(name)-error">\#($0)</p>"# }
        return #"<div class="field"><label for="\#(name)">\#(label)</label>\#(hint)\#(error)\#(control)</div>"#
    }
}
