import HTTPTypes
import Hummingbird
import LearningRecord
import Markup
import Projections

/// The page on which people decide: the learner's own view stands first, before anybody else's.
struct DecideView {
    let matter: DecisionCase
    /// What was sent, where it is shown again.
    var form: Form?
    var errors = FieldErrors()
    var notice = HTML()
    var status: HTTPResponse.Status = .ok

    private var words: PageWords { matter.words }
    private var home: CompetencyHome { matter.home }

    func answer() -> Response {
        var crumbs = [Page.Link(path: "/sections", title: words("nav.sections"))]
        if let section = matter.section { crumbs.append(.init(path: "/sections/\(section.id)", title: section.title)) }
        crumbs.append(.init(path: "/learners/\(matter.learner)/path", title: matter.name))
        let statement = home.competency.statement
        let lead: HTML? = statement == matter.title ? nil : #"<p class="lead">\#(statement)</p>"#
        return matter.page.answer(
            "\(matter.title) – \(matter.name)", status: errors.isEmpty ? status : .unprocessableContent, crumbs: crumbs,
            kind: "page--narrow",
            """
            <div class="head"><div><p class="kicker">\(matter.name)</p><h1>\(matter.title)</h1>\(lead)</div></div>
            \(errors.isEmpty ? notice : errors.summary(words))\(ownView)
            \(family)
            <form method="post" action="\(matter.path)/decisions" novalidate>\
            <input type="hidden" name="\(Page.eventField)" value="\(eventID)">\
            <input type="hidden" name="seen" value="\(String(matter.seen))">
            \(evidence)
            \(standing)
            \(reading)
            \(decision)
            </form>
            \(HeardVoices(matter: matter).html)
            """)
    }

    /// A form that comes again keeps its event's id: it is still the same decision.
    private var eventID: String {
        let kept: EventID? = form?.id(Page.eventField)
        return (kept ?? Page.newEventID()).description
    }

    // MARK: Voices before the decision

    private var ownView: HTML {
        var said = HTML()
        if let event = matter.newest(.selfAssessed), case .selfAssessed(let facts) = event.facts {
            let text = words.html(
                "decide.self.at",
                [
                    "name": HTML(text: matter.name), "level": level(facts.level, look: "level"),
                    "date": words.time(event.occurredAt),
                ])
            said = "<p>\(text)</p>\(quote(event.words["ownWords"], matter.name))"
        } else {
            said = #"<div class="notice"><p>\#(words("decide.self.none", ["name": matter.name]))</p></div>"#
        }
        if let event = matter.newest(.goalSet), case .goalSet(let facts) = event.facts {
            let text = words.html(
                "decide.goal", ["level": level(facts.level, look: "level"), "date": words.time(event.occurredAt)])
            said = said + "<p>\(text)</p>"
        }
        return #"<section><h2>\#(words("decide.self.heading", ["name": matter.name]))</h2>\#(said)</section>"#
    }

    private var family: HTML {
        let quotes = matter.ofFamily.compactMap { recorded -> HTML? in
            let event = recorded.event
            guard let text = event.words["narrative"] ?? event.words["title"] else { return nil }
            let who = [matter.names[event.assertedBy.person], words("role.family")].compactMap(\.self)
                .joined(separator: ", ")
            return
                #"<blockquote class="own">\#(text)<footer>\#(who), \#(words.time(event.occurredAt))</footer></blockquote>"#
        }
        let said: HTML = quotes.isEmpty ? "<p>\(words("decide.family.none"))</p>" : "\(quotes)"
        return #"<section><h2>\#(words("decide.family.heading"))</h2>\#(said)</section>"#
    }

    private func quote(_ text: String?, _ name: String) -> HTML? {
        text.map { #"<blockquote class="own">\#($0)<footer>\#(name)</footer></blockquote>"# }
    }

    // MARK: Evidence

    /// What the page ticks before anybody did: what makes the furthest level ready, else what speaks to the next one, else
    /// what the decision rests on.
    private var ticked: Set<String> {
        if let form { return Set(form.all("evidence")) }
        let rests = matter.ready?.pieces ?? matter.levelsAhead.first?.pieces ?? []
        let positions = Set(rests.isEmpty ? matter.row?.demonstrated?.evidence ?? [] : rests.map(\.position))
        return Set(matter.pieces.filter { positions.contains($0.recorded.position) }.map(\.id.description))
    }

    private var evidence: HTML {
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

    private var standing: HTML {
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
                let missing = LackWords(words: words).say(readiness.missing)
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

    private var reading: HTML {
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

    // MARK: The decision

    private var decision: HTML {
        let isReview = matter.row?.review != nil
        var items = home.scale.levels.map {
            ChoiceSet.Item(value: String($0.level.ordinal), label: $0.name, hint: $0.description)
        }
        if isReview {
            items.insert(
                .init(
                    value: DecidePage.stands, label: words("decide.stands"), hint: words("decide.stands.hint")), at: 0)
        }
        let levels = ChoiceSet(
            name: "level", legend: words(isReview ? "decide.level.revise" : "decide.level"), items: items,
            selected: [form.map { $0["level"] } ?? (isReview ? DecidePage.stands : "")],
            hint: words(
                "decide.level.words",
                ["framework": home.framework.title, "version": words.number(Int(home.framework.version))]),
            error: errors["level"], look: "choices--cards")
        let rationale = FreeText(
            name: "rationale", label: words(isReview ? "decide.reason" : "decide.rationale"),
            value: form?["rationale"] ?? "", hint: matter.row?.demonstrated == nil ? nil : words("decide.reason.hint"),
            error: errors["rationale"], isRequired: errors["rationale"] != nil)
        let dissent = FreeText(
            name: "dissent", label: words("decide.dissent.words"), value: form?["dissent"] ?? "",
            error: errors["dissent"])
        let back = matter.section.map { "/sections/\($0.id)" } ?? "/sections"
        let isOpen: HTML = (form?["dissent"] ?? "").isEmpty ? "" : " open"
        return """
            <section><h2>\(words("decide.decision.heading"))</h2>\(levels.html)\
            \(voice("learner-voice", words("decide.voice.learner", ["name": matter.name])))\
            \(voice("family-voice", words("decide.voice.family")))\(rationale.area(words))\(told)
            <details\(isOpen)><summary>\(words("decide.dissent"))</summary>\(dissent.area(words))</details>
            <div class="actions"><button>\(words("decide.do"))</button><a href="\(back)">\(words("decide.later"))</a></div>\
            </section>
            """
    }

    private func voice(_ name: String, _ legend: String) -> HTML {
        let none = Mastery.Voice.notYetHeard.rawValue
        let chosen = form.map { $0[name] } ?? none
        return ChoiceSet(
            name: name, legend: legend,
            items: [
                .init(value: Mastery.Voice.agrees.rawValue, label: words("voice.agrees")),
                .init(value: Mastery.Voice.differs.rawValue, label: words("voice.differs")),
                .init(value: none, label: words("voice.notYet")),
            ], selected: [chosen.isEmpty ? none : chosen]
        ).html
    }

    /// That they were told before: asked only where there is something that could become less.
    private var told: HTML {
        guard let shown = matter.row?.demonstrated, home.scale.levels.contains(where: { $0.level < shown.level }) else {
            return HTML()
        }
        return ChoiceSet(
            name: "notice", legend: words("decide.notice"),
            items: [.init(value: "yes", label: words("decide.notice.yes"))], selected: Set(form?.all("notice") ?? []),
            error: errors["notice"], type: "checkbox", look: ""
        ).html
    }

    private func level(_ level: Level, look: StaticString) -> HTML {
        let name = home.name(level, words)
        return look.description == "strong" ? "<strong>\(name)</strong>" : #"<span class="level">\#(name)</span>"#
    }
}
