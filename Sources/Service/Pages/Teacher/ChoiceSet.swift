import Markup

/// Something to be chosen of several, each with a sentence that says what it means.
struct ChoiceSet {
    struct Item {
        let value: String
        let label: String
        var hint: String?
    }

    /// The name of the field, and the id of the set.
    let name: String
    let legend: String
    let items: [Item]
    var selected: Set<String> = []
    var hint: String?
    var error: String?
    /// `checkbox` lets several be chosen.
    var type: StaticString = "radio"
    /// `choices--row` or `choices--cards`.
    var look: StaticString = "choices--row"

    var html: HTML {
        let choices = items.enumerated().map { place, item -> HTML in
            let id = "\(name)-\(place)"
            let checked: HTML = selected.contains(item.value) ? " checked" : ""
            let described: HTML? = item.hint.map { _ in #" aria-describedby="\#(id)-hint""# }
            let hint: HTML? = item.hint.map { #"<span class="hint" id="\#(id)-hint">\#($0)</span>"# }
            return """
                <div class="choice"><input type="\(HTML(stringLiteral: type))" id="\(id)" name="\(name)" \
                value="\(item.value)"\(checked)\(described)><label for="\(id)">\(item.label)</label>\(hint)</div>
                """
        }
        let ids = [hint.map { _ in "\(name)-hint" }, error.map { _ in "\(name)-error" }].compactMap(\.self)
        let described: HTML = ids.isEmpty ? HTML() : #" aria-describedby="\#(ids.joined(separator: " "))""#
        let hint: HTML? = hint.map { #"<p class="hint" id="\#(name)-hint">\#($0)</p>"# }
        let error: HTML? = error.map { #"<p class="error" id="\#(name)-error">\#($0)</p>"# }
        return """
            <fieldset class="choices \(HTML(stringLiteral: look))" id="\(name)"\(described)><legend>\(legend)</legend>\
            \(hint)\(error)<div>\(choices)</div></fieldset>
            """
    }
}

/// Text that may be left out: said beside its label.
struct FreeText {
    let name: String
    let label: String
    var value = ""
    var hint: String?
    var error: String?
    /// Whether it has to be there.
    var isRequired = false

    /// Several lines.
    func area(_ words: PageWords) -> HTML {
        wrapped(words, #"<textarea id="\#(name)" name="\#(name)"\#(ties) class="short">\#(value)</textarea>"#)
    }

    /// One line.
    func line(_ words: PageWords, type: StaticString = "text", list: String? = nil) -> HTML {
        let list: HTML? = list.map { #" list="\#($0)" autocomplete="off""# }
        let content: HTML = value.isEmpty ? HTML() : #" value="\#(value)""#
        return wrapped(
            words,
            #"<input type="\#(HTML(stringLiteral: type))" id="\#(name)" name="\#(name)"\#(ties)\#(list)\#(content)>"#)
    }

    private var ties: HTML {
        let ids = [hint.map { _ in "\(name)-hint" }, error.map { _ in "\(name)-error" }].compactMap(\.self)
        let described: HTML = ids.isEmpty ? HTML() : #" aria-describedby="\#(ids.joined(separator: " "))""#
        return described + (error == nil ? HTML() : #" aria-invalid="true""#) + (isRequired ? " required" : "")
    }

    private func wrapped(_ words: PageWords, _ control: HTML) -> HTML {
        let optional: HTML? = isRequired ? nil : #" <span class="optional">(\#(words("form.optional")))</span>"#
        let hint: HTML? = hint.map { #"<p class="hint" id="\#(name)-hint">\#($0)</p>"# }
        let error: HTML? = error.map { #"<p class="error" id="\#(name)-error">\#($0)</p>"# }
        return
            #"<div class="field"><label for="\#(name)">\#(label)\#(optional)</label>\#(hint)\#(error)\#(control)</div>"#
    }
}
