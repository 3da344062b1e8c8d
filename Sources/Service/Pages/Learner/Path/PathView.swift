import EventLog
import LearningRecord
import Markup
import Projections

/// A learner's path as a page shows it: as a way with stops, or by area where it has become long.
struct PathView {
    let page: LearnerPage
    let path: LearnerPath
    let record: LearnerRecord
    /// Whether it is the path of today, to which something can be added.
    let isToday: Bool

    var words: PageWords { page.words }
    private var stops: PathStopView { PathStopView(page: page, record: record, isToday: isToday) }

    /// From how many competencies on, what can be done is shown by area.
    static let long = 12

    /// The stops.
    var html: HTML {
        var trail = PathTrail()
        let isLong = path.done.count > Self.long
        let done =
            isLong || path.done.isEmpty ? HTML() : walked("can", "continuum.done.heading", path.done, .walked, &trail)
        let lead: HTML =
            path.done.isEmpty && isToday ? HTML(text: page.say("continuum.growing.onlyLead")) : HTML()
        let growing =
            path.growing.isEmpty
            ? HTML() : walked("growing", "continuum.growing.heading", path.growing, .growing, &trail, lead: lead)
        let next = path.next.isEmpty ? HTML() : ahead(&trail)
        return #"<div class="path">\#(done)\#(growing)\#(next)</div>\#(isLong ? byArea : HTML())\#(later)"#
    }

    /// Signs and what they mean.
    var key: HTML {
        let items = [PathStop.Place.done, .growing, .next, .later].map { place -> HTML in
            "<li>\(place.mark.html)\(words(place.key))</li>"
        }
        return #"<ul class="key">\#(items)</ul>"#
    }

    private func walked(
        _ id: StaticString, _ heading: String, _ items: [PathStop], _ kind: PathTrail.Kind, _ trail: inout PathTrail,
        lead: HTML = HTML()
    ) -> HTML {
        let id = HTML(stringLiteral: id)
        let side = trail.side
        let head: HTML =
            #"<h2 class="stop\#(side)" id="\#(id)">\#(trail.line(kind, turns: false))\#(page.say(heading))</h2>"#
        var text = HTML()
        if !lead.markup.isEmpty { text = #"<p class="stop">\#(trail.line(kind, turns: false))\#(lead)</p>"# }
        var list: [HTML] = []
        for stop in items {
            let side = trail.side
            list.append(
                """
                <li class="stop\(side)" id="\(anchor(stop))">\(trail.line(kind))\(stop.place.mark.html)\
                <div>\(stops.html(stop))</div></li>

                """)
        }
        return #"<section aria-labelledby="\#(id)">\#(head)\#(text)<ol class="begin">\#(list)</ol></section>"#
    }

    private func ahead(_ trail: inout PathTrail) -> HTML {
        let heading = words(path.isEmpty ? "continuum.empty.next" : "continuum.next.heading")
        let side = trail.side
        let isRight = trail.isRight
        let head: HTML = #"<h2 class="stop\#(side)" id="next">\#(trail.line(.ahead, turns: isRight))\#(heading)</h2>"#
        var lead = HTML()
        if !path.isEmpty, isToday {
            lead = #"<p class="stop">\#(trail.line(.ahead, turns: false))\#(words("continuum.next.lead"))</p>"#
        }
        var list: [HTML] = []
        for (index, stop) in path.next.enumerated() {
            let line = index == path.next.count - 1 ? HTML() : trail.line(.ahead, turns: false)
            list.append(
                """
                <li class="stop stop--right" id="\(anchor(stop))">\(line)\(PathTrail.spur)\(stop.place.mark.html)\
                <div>\(stops.html(stop))</div></li>

                """)
        }
        return #"<section aria-labelledby="next">\#(head)\#(lead)<ol class="begin">\#(list)</ol></section>"#
    }

    /// What can be done, by area, where it is much.
    private var byArea: HTML {
        var groups: [(area: String, stops: [PathStop])] = []
        for stop in path.done {
            let area = stop.area ?? words("continuum.long.other")
            if let index = groups.firstIndex(where: { $0.area == area }) {
                groups[index].stops.append(stop)
            } else {
                groups.append((area, [stop]))
            }
        }
        let details = groups.map { group -> HTML in
            let rows = group.stops.map { stop -> HTML in
                """
                <li id="\(anchor(stop))"><div>\(stop.place.mark.html)<span>\(stops.name(stop)) \
                <span class="level">\(stop.entry?.demonstrated?.level ?? "")</span></span></div>\
                <ul class="links"><li>\(stops.all(stop))</li></ul></li>
                """
            }
            return """
                <details><summary><span class="h4">\(group.area)</span></summary>\
                <ul class="rows rows--marks">\(rows)</ul></details>
                """
        }
        return """
            <section><h2>\(page.say("continuum.done.heading"))</h2><p class="quiet">\(page.say("continuum.long.lead"))</p>\
            \(details)</section>
            """
    }

    private var later: HTML {
        guard !path.later.isEmpty, isToday else { return HTML() }
        let rows = path.later.map { stop -> HTML in
            var after = HTML()
            if case .after(let titles) = stop.reason, !titles.isEmpty {
                let text = words("continuum.later.after", ["titles": words.list(titles)])
                after = #" <span class="quiet small">\#(text)</span>"#
            }
            let links = stops.laterLinks(stop)
            return "<li><div>\(stops.name(stop))\(after)</div>\(links)</li>"
        }
        return """
            <section><h2>\(words("continuum.later.heading"))</h2><p class="quiet">\(words("continuum.later.lead"))</p>\
            <ul class="rows">\(rows)</ul></section>
            """
    }

    private func anchor(_ stop: PathStop) -> String { "\(stop.place == .growing ? "growing" : "at")-\(stop.id)" }
}
