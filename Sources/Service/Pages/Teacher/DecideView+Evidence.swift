import LearningRecord
import Markup
import Projections

/// What a decision can rest on, how it stands with the policy, and what second readers saw.
extension DecideView {
    /// What the page ticks before anybody did: what makes the furthest level ready, else what speaks to the next one, else
    /// what the decision rests on.
    private var ticked: Set<String> {
        if let form { return Set(form.all("evidence")) }
        let rests = matter.ready?.pieces ?? matter.levelsAhead.first?.pieces ?? []
        let positions = Set(rests.isEmpty ? matter.row?.demonstrated?.evidence ?? [] : rests.map(\.position))
        return Set(matter.pieces.filter { positions.contains($0.recorded.position) }.map(\.id.description))
    }

    var evidence: HTML {
        let error: HTML? = errors["evidence"].map { #"<p class="error" id="evidence-error">\#($0)</p>"# }
        let ties: HTML = error == nil ? "" : #" aria-describedby="evidence-error""#
        let boxes = matter.pieces.reversed().map(box)
        let list: HTML =
            boxes.isEmpty
            ? "<p>\(words("decide.evidence.none"))</p>"
            : """
            <fieldset class="choices choices--cards" id="evidence"\(ties)><legend><span class="hint">\
            \(words("decide.evidence.legend"))</span></legend>\(boxes)</fieldset>
            """
        return #"<section><h2>\#(words("decide.evidence.heading"))</h2>\#(error)\#(list)</section>"#
    }

    private func box(_ piece: DecisionCase.Piece) -> HTML {
        let event = piece.recorded.event
        let id = "evidence-\(piece.id)"
        let title = event.words["title"] ?? piece.facts.task?.text ?? words("decide.piece.untitled")
        let checked: HTML = ticked.contains(piece.id.description) ? " checked" : ""
        let added = matter.names[event.assertedBy.person].map { words("continuum.piece.by", ["name": $0]) } ?? ""
        let place = piece.facts.context.map { HTML(text: "\($0), ") } ?? HTML()
        let said = words.html(
            "decide.pieceAt",
            [
                "date": "\(place)\(words.time(event.occurredAt))", "level": level(piece.level, look: "strong"),
                "by": HTML(text: added),
            ])
        let narrative = quote(event.words["narrative"], matter.names[event.assertedBy.person] ?? "")
        let link: HTML? = event.words["link"].flatMap { link in
            guard link.hasPrefix("https://") else { return nil }
            return """
                <p class="small"><a href="\(link)" rel="noreferrer">\(words("decide.see")) \
                <span class="unseen">\(title)</span></a></p>
                """
        }
        return """
            <div class="choice"><input type="checkbox" id="\(id)" name="evidence" value="\(piece.id.description)"\(checked) \
            aria-describedby="\(id)-hint"><label for="\(id)">\(title)</label><span class="hint" id="\(id)-hint">\(said)</span>\
            \(narrative)\(link)</div>
            """
    }

    // MARK: How it stands

    var standing: HTML {
        var said = HTML()
        if let shown = matter.row?.demonstrated {
            let stands = words.html(
                "decide.review", ["level": HTML(text: home.name(shown.level, words)), "date": words.time(shown.at)])
            var why = HTML()
            if let review = matter.row?.review {
                let speaks = review.level.map { home.name($0, words) } ?? ""
                why = HTML(text: " " + words("decide.review.why", ["level": speaks]))
            }
            said = "<p><strong>\(stands)</strong>\(why)</p>"
        }
        for readiness in matter.levelsAhead {
            let name = home.name(readiness.level, words)
            if readiness.isReady {
                said = said + "<p><strong>\(words("decide.ready", ["level": name]))</strong></p>"
            } else {
                let missing = MissingWords(words: words).say(readiness.missing)
                said =
                    said + """
                        <p><strong>\(words("decide.notReady", ["level": name, "missing": missing]))</strong> \
                        \(words("decide.notReady.may"))</p>
                        """
            }
        }
        return """
            <section><h2>\(words("decide.readiness.heading"))</h2>\(said)<details><summary>\
            \(words("decide.policy.summary"))</summary><p>\(PolicySentence.say(matter.policy, words))</p></details></section>
            """
    }

    var reading: HTML {
        var said = HTML()
        if let seen = matter.row?.demonstrated?.secondReadingLevel, let shown = matter.row?.demonstrated,
            seen < shown.level
        {
            said =
                #"<div class="notice"><p>\#(words("decide.second.differed", ["level": home.name(seen, words)]))</p></div>"#
        }
        if matter.readings.isEmpty {
            let key = matter.policy.secondReading ? "decide.second.outstanding" : "decide.second.none"
            said = said + "<p>\(words(key))</p>"
        } else {
            let items =
                [ChoiceSet.Item(value: "", label: words("decide.second.notCited"))]
                + matter.readings.map { reading in
                    let who = matter.names[reading.recorded.event.assertedBy.person] ?? words("role.teacher")
                    let label = words(
                        "decide.second.saw",
                        [
                            "name": who, "date": words.day(reading.recorded.event.occurredAt.date),
                            "level": home.name(reading.level, words),
                        ])
                    return ChoiceSet.Item(value: reading.id.description, label: label)
                }
            let first = matter.readings.first?.id.description ?? ""
            let choices = ChoiceSet(
                name: "reading", legend: words("decide.second.which"), items: items,
                selected: [form.map { $0["reading"] } ?? first], look: "choices--cards")
            let blind = ChoiceSet(
                name: "blind", legend: words("decide.second.how"),
                items: [.init(value: "yes", label: words("decide.second.blind"))],
                selected: form.map { Set($0.all("blind")) } ?? ["yes"], type: "checkbox")
            said = said + choices.html + blind.html
        }
        let address = "\(matter.path)/readings"
        let ask = words.html(
            "decide.second.invite",
            ["name": HTML(text: matter.name), "link": #"<a href="\#(address)">\#(words("second.read.title"))</a>"#])
        return #"<section><h2>\#(words("decide.second.heading"))</h2>\#(said)<p class="quiet">\#(ask)</p></section>"#
    }
}
