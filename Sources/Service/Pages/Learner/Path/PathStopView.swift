import LearningRecord
import Markup
import Projections

/// What stands at a stop of the path: what it is, what was decided or is growing, the evidence, and what can be done here.
struct PathStopView {
    let page: LearnerPage
    let record: LearnerRecord
    let isToday: Bool

    private var words: PageWords { page.words }
    private var speaker: RecordSpeaker { RecordSpeaker(page: page, record: record) }

    func html(_ stop: PathStop) -> HTML {
        let statement: HTML? = stop.statement.map { "<p>\($0)</p>" }
        let body: HTML =
            switch stop.place {
            case .done: done(stop)
            case .growing: growing(stop)
            case .next, .later: next(stop)
            }
        return "<h3>\(name(stop))</h3>\(statement)\(body)"
    }

    /// The code and the title.
    func name(_ stop: PathStop) -> HTML {
        let code: HTML? = stop.code.map { #"<span class="code">\#($0)</span> "# }
        return "\(code)\(stop.title)"
    }

    /// Where somebody stands with a competency, without links: for the page that is about it alone.
    func standing(_ entry: LearnerContinuum.Entry, _ title: String) -> HTML {
        let stop = PathStop(
            id: entry.item.competency, place: .done, code: entry.item.code, title: title, statement: nil, area: nil,
            entry: entry)
        let rest: HTML = entry.edge == nil && entry.demonstrated == nil ? wishes(entry) : HTML()
        return "\(shown(stop))\(edges(stop))\(rest)"
    }

    // MARK: What can be done

    private func shown(_ stop: PathStop) -> HTML {
        let parts = (stop.entry?.all ?? []).compactMap { entry -> HTML? in
            guard let shown = entry.demonstrated else { return nil }
            let description: HTML? = shown.description.map { " \($0)" }
            return """
                <p><span class="level">\(shown.level)</span>\(description)</p>
                <p class="said">\(decided(shown)) \(voices(shown))</p>\(withoutReadiness(shown))\(notice(shown))\
                \(background(entry, shown))\(review(entry))\(pieces(stop, shown.evidence.compactMap { record[$0] }))
                """
        }
        return parts.reduce(HTML(), +)
    }

    private func done(_ stop: PathStop) -> HTML {
        var links = [all(stop)]
        if isToday {
            switch page.reader {
            case .learner, .family: links.append(link("reflections", "continuum.act.reflect", stop))
            case .teacher: links += decide(stop)
            case .office: break
            }
        }
        // Where it grows further, the growing stop says what the learner aims at.
        let wishes: HTML = stop.entry?.edge == nil ? stop.entry.map(wishes) ?? HTML() : HTML()
        return "\(shown(stop))\(wishes)\(list(links))"
    }

    private func decided(_ shown: LearnerContinuum.Demonstrated) -> HTML {
        let key = shown.decider.role == .teacher ? "continuum.decided" : "continuum.decidedOther"
        return words.html(
            key, ["date": words.time(shown.decidedAt), "name": HTML(text: speaker.name(shown.decider))])
    }

    /// Who agreed, who sees it otherwise, and who was not asked.
    private func voices(_ shown: LearnerContinuum.Demonstrated) -> HTML {
        var said: [HTML] = [HTML(text: page.say("continuum.voice.learner.\(shown.learnerVoice.rawValue)") + " ")]
        let family = page.reader == .family ? "you" : page.reader == .learner ? "yours" : "family"
        said.append(HTML(text: words("continuum.voice.\(family).\(shown.familyVoice.rawValue)")))
        let mine: Mastery.Voice? =
            switch page.reader {
            case .learner: shown.learnerVoice
            case .family: shown.familyVoice
            case .teacher, .office: nil
            }
        if isToday, mine == .notYetHeard, let decision = record[shown.decision] {
            let path = page.path("decisions/\(decision.event.id)/voice")
            said.append(#" <a href="\#(path)">\#(words("continuum.voice.say"))</a>"#)
        }
        return said.reduce(HTML(), +)
    }

    private func withoutReadiness(_ shown: LearnerContinuum.Demonstrated) -> HTML {
        guard let lacked = shown.policy?.lacked, !lacked.isEmpty else { return HTML() }
        let missing = MissingWords(words: words).say(lacked)
        return #"<p class="said">\#(words("continuum.withoutReadiness", ["missing": missing]))</p>"#
    }

    private func notice(_ shown: LearnerContinuum.Demonstrated) -> HTML {
        guard shown.noticeGiven != nil, let reason = record[shown.decision]?.event.words["reason"] else {
            return HTML()
        }
        return #"<p class="said">\#(words("path.revised", ["reason": reason]))</p>"#
    }

    /// Under which older form it was recorded, and whether somebody read the evidence a second time.
    private func background(_ entry: LearnerContinuum.Entry, _ shown: LearnerContinuum.Demonstrated) -> HTML {
        var said: [String] = []
        if let older = entry.recordedUnder {
            said.append(words("continuum.recordedUnder", ["code": older.code ?? words.quoted(older.statement)]))
        }
        if let reading = shown.secondReading {
            said.append(words("continuum.secondReading.\(reading.isBlind ? "independent" : "informed")"))
        }
        return said.isEmpty ? HTML() : #"<p class="said">\#(said.joined(separator: " "))</p>"#
    }

    private func review(_ entry: LearnerContinuum.Entry) -> HTML {
        guard let review = entry.review else { return HTML() }
        return #"<p class="said">\#(words.html("path.review", ["date": words.time(review.since)]))</p>"#
    }

    // MARK: Where it grows

    private func growing(_ stop: PathStop) -> HTML { "\(edges(stop))\(list(growingLinks(stop)))" }

    private func edges(_ stop: PathStop) -> HTML {
        let parts = (stop.entry?.all ?? []).compactMap { entry -> HTML? in
            guard let edge = entry.edge else { return nil }
            let level = edge.level ?? entry.nextLevel?.name
            let waits = entry.ready ?? entry.waitsFor
            // Since the first piece that speaks to it; an attempt speaks to none.
            let since = waits?.evidence.map(\.day).min() ?? edge.at.date
            let towards: HTML
            if let level {
                let shown: HTML = #"<span class="level">\#(level)</span>"#
                towards = words.html("continuum.growingTowards", ["level": shown, "date": words.time(since)])
            } else {
                towards = words.html("continuum.growingSince", ["date": words.time(since)])
            }
            let levels = page.frameworks.scale(entry.recordedUnder?.competency ?? stop.id).levels
            let description: HTML? = levels.first { $0.name == level }?.description.map { " \($0)" }
            let shown = (waits?.evidence ?? []).compactMap { record[$0.position] }
            return """
                <p>\(towards)\(description)</p>\(wishes(entry))<p class="said">\(ready(entry))</p>\
                \(pieces(stop, shown))
                """
        }
        return parts.reduce(HTML(), +)
    }

    private func ready(_ entry: LearnerContinuum.Entry) -> String {
        if entry.ready != nil { return page.say("continuum.ready") }
        let missing = MissingWords(words: words).say(entry.waitsFor?.lacks ?? [])
        return missing.isEmpty ? "" : words("continuum.waits", ["missing": missing])
    }

    private func growingLinks(_ stop: PathStop) -> [HTML] {
        guard isToday else { return [all(stop)] }
        switch page.reader {
        case .learner:
            return [
                link("evidence", "continuum.act.evidence", stop), link("self-assessments", "continuum.act.self", stop),
                link("goals", "continuum.act.goal", stop), link("support-requests", "continuum.act.support", stop),
                all(stop),
            ]
        case .family:
            return [
                link("observations", "observe.title", stop), link("evidence", "continuum.act.evidence", stop),
                link("support-requests", "continuum.act.support", stop), all(stop),
            ]
        case .teacher:
            return decide(stop) + [link("evidence", "continuum.act.evidence", stop), all(stop)]
        case .office: return [all(stop)]
        }
    }

    /// The learner's goal and own view, with the learner's words.
    private func wishes(_ entry: LearnerContinuum.Entry) -> HTML {
        var html = HTML()
        func level(_ mark: LearnerContinuum.Mark) -> HTML { #"<span class="level">\#(mark.level ?? "")</span>"# }
        if let goal = entry.goal {
            let text = page.html("continuum.goal", ["level": level(goal), "date": words.time(goal.at)])
            html = html + "<p>\(text)</p>\(own(entry, .goalSet, goal.at))"
        }
        if let view = entry.selfView {
            let text = page.html("continuum.self", ["level": level(view), "date": words.time(view.at)])
            html = html + "<p>\(text)</p>\(own(entry, .selfAssessed, view.at))"
        }
        return html
    }

    private func own(_ entry: LearnerContinuum.Entry, _ kind: EventKind, _ at: Instant) -> HTML {
        let found = entry.explainedBy.compactMap { record[$0] }
            .last { $0.event.kind == kind && $0.event.occurredAt == at }
        guard let said = found?.event.words["ownWords"] else { return HTML() }
        return #"<blockquote class="own">\#(said)</blockquote>"#
    }

    // MARK: What comes next

    private func next(_ stop: PathStop) -> HTML {
        let why: HTML = reason(stop.reason).map { #"<p class="said">\#($0)</p>"# } ?? HTML()
        let wishes = stop.entry.map(wishes) ?? HTML()
        guard isToday else { return "\(why)\(wishes)" }
        var links: [HTML] = []
        if page.reader == .learner || page.reader == .teacher {
            links.append(link("goals", "continuum.act.goal", stop))
        }
        if page.reader != .office { links.append(link("evidence", "continuum.act.evidence", stop)) }
        return "\(why)\(wishes)\(list(links))"
    }

    private func reason(_ reason: PathStop.Reason?) -> String? {
        switch reason {
        case .follows(let titles): page.say("continuum.why.follows", ["titles": words.list(titles)])
        case .followsGrowing(let titles): page.say("continuum.why.followsOpen", ["titles": words.list(titles)])
        case .begins(let area): words("continuum.why.areaNotBegun", ["area": area])
        case .after, .wanted, nil: nil
        }
    }

    /// What can be done with something further along.
    func laterLinks(_ stop: PathStop) -> HTML {
        page.reader == .learner || page.reader == .teacher ? list([link("goals", "continuum.act.goal", stop)]) : HTML()
    }

    // MARK: Parts

    /// The link to everything about it.
    func all(_ stop: PathStop) -> HTML { link("competencies/\(stop.id)", "continuum.act.all", stop, isAbout: false) }

    /// The link to decide together, for who teaches the learner.
    private func decide(_ stop: PathStop) -> [HTML] {
        guard let path = TeachersPages.decide(page, stop.id) else { return [] }
        let text = words("teacher.decideTogether", ["name": page.first])
        return [#"<a href="\#(path)">\#(text) <span class="unseen">\#(stop.short)</span></a>"#]
    }

    private func link(_ part: String, _ key: String, _ stop: PathStop, isAbout: Bool = true) -> HTML {
        let path = page.path(part, isAbout ? [("competency", stop.id.description)] : [])
        return #"<a href="\#(path)">\#(words(key)) <span class="unseen">\#(stop.short)</span></a>"#
    }

    private func list(_ links: [HTML]) -> HTML {
        guard !links.isEmpty else { return HTML() }
        let items = links.map { link -> HTML in "<li>\(link)</li>" }
        return #"<ul class="links">\#(items)</ul>"#
    }

    private func pieces(_ stop: PathStop, _ events: [RecordedEvent]) -> HTML {
        guard !events.isEmpty else { return HTML() }
        let items = events.map { recorded -> HTML in
            speaker.piece(recorded, level: level(recorded.event, of: stop))
        }
        return """
            <details><summary>\(words("continuum.evidence.summary"))<span class="unseen">: \(stop.short)</span></summary>\
            <ul class="pieces">\(items)</ul></details>
            """
    }

    /// The level that a piece speaks to, by the name that the framework has for it.
    private func level(_ event: LearningEvent, of stop: PathStop) -> String? {
        guard case .evidence(let facts) = event.facts else { return nil }
        let ids = Set([stop.id] + (stop.entry?.all ?? []).compactMap { $0.recordedUnder?.competency })
        guard let claim = facts.claims.first(where: { ids.contains($0.competency) }) else { return nil }
        return page.levelName(claim.level, of: claim.competency)
    }
}
