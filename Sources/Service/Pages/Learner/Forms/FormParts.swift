import Markup

/// The fields of a form with what was typed in them, what is wrong with them, and whether they may stay empty: tied together
/// for screen readers.
struct FormParts {
    let words: PageWords
    let form: Form
    let errors: FieldErrors

    /// A choice of a fieldset.
    struct Choice {
        let value: String
        let label: HTML
        var hint: HTML?
    }

    /// One line.
    func line(_ name: String, _ label: String, type: String = "text", hint: String? = nil, isOptional: Bool = false)
        -> HTML
    {
        let value: HTML = form[name].isEmpty ? HTML() : #" value="\#(form[name])""#
        let control: HTML =
            #"<input type="\#(type)" id="\#(name)" name="\#(name)"\#(ties(name, hint))\#(required(isOptional))\#(value)>"#
        return field(name, label, hint, isOptional, control)
    }

    /// Several lines.
    func lines(_ name: String, _ label: String, hint: String? = nil, isOptional: Bool = false, isShort: Bool = false)
        -> HTML
    {
        let short: HTML = isShort ? #" class="short""# : HTML()
        // What stands first in a text area may be a line's end, which the parser of HTML would drop (13.2.6.4.7).
        let control: HTML = """
            <textarea id="\(name)" name="\(name)"\(ties(name, hint))\(required(isOptional))\(short)>
            \(form[name])</textarea>
            """
        return field(name, label, hint, isOptional, control)
    }

    /// A file.
    func file(_ name: String, _ label: String, hint: String, accept: String) -> HTML {
        let control: HTML =
            #"<input type="file" id="\#(name)" name="\#(name)" accept="\#(accept)"\#(ties(name, hint))>"#
        return field(name, label, hint, true, control)
    }

    /// One of some, or some of many.
    func choices(
        _ name: String, _ legend: String, _ choices: [Choice], hint: String? = nil, isMultiple: Bool = false,
        isCards: Bool = true
    ) -> HTML {
        let ticked = Set(form.all(name))
        let kind: HTML = isMultiple ? "checkbox" : "radio"
        let items = choices.enumerated().map { place, choice -> HTML in
            let id = "\(name)-\(place)"
            let checked: HTML = ticked.contains(choice.value) ? " checked" : HTML()
            let tied: HTML = choice.hint == nil ? HTML() : #" aria-describedby="\#(id)-hint""#
            let hint: HTML? = choice.hint.map { #"<span class="hint" id="\#(id)-hint">\#($0)</span>"# }
            return """
                <div class="choice"><input type="\(kind)" id="\(id)" name="\(name)" value="\(choice.value)"\(checked)\(tied)>\
                <label for="\(id)">\(choice.label)</label>\(hint)</div>
                """
        }
        let cards: HTML = isCards ? " choices--cards" : HTML()
        let ids = [hint.map { _ in "\(name)-hint" }, errors[name].map { _ in "\(name)-error" }].compactMap(\.self)
        let tied: HTML = ids.isEmpty ? HTML() : #" aria-describedby="\#(ids.joined(separator: " "))""#
        return """
            <fieldset class="choices\(cards)" id="\(name)"\(tied)><legend>\(legend)</legend>\
            \(told(name, hint))<div>\(items)</div></fieldset>
            """
    }

    // MARK: Parts

    /// A field around a control.
    func field(_ name: String, _ label: String, _ hint: String?, _ isOptional: Bool, _ control: HTML) -> HTML {
        let optional: HTML = isOptional ? #" <span class="optional">(\#(words("form.optional")))</span>"# : HTML()
        return """
            <div class="field"><label for="\(name)">\(label)\(optional)</label>\(told(name, hint))\(control)</div>

            """
    }

    /// What ties a control to its hint and its error.
    func ties(_ name: String, _ hint: String?) -> HTML {
        let ids = [hint.map { _ in "\(name)-hint" }, errors[name].map { _ in "\(name)-error" }].compactMap(\.self)
        let described: HTML = ids.isEmpty ? HTML() : #" aria-describedby="\#(ids.joined(separator: " "))""#
        return described + (errors[name] == nil ? HTML() : #" aria-invalid="true""#)
    }

    private func told(_ name: String, _ hint: String?) -> HTML {
        let hint: HTML? = hint.map { #"<p class="hint" id="\#(name)-hint">\#($0)</p>"# }
        let error: HTML? = errors[name].map { #"<p class="error" id="\#(name)-error">\#($0)</p>"# }
        return "\(hint)\(error)"
    }

    private func required(_ isOptional: Bool) -> HTML { isOptional ? HTML() : " required" }
}
