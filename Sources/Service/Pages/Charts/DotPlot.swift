import Markup

/// Rates of groups, drawn as dots with their intervals, in the order in which they come: that of names.
///
/// It is drawn twice, for wide places and for phones; the style shows one of them. Whatever is hidden is not in the
/// markup at all, since a ``Share`` that must not be shown is none.
struct DotPlot {
    /// A group.
    struct Row {
        let name: String
        /// `nil` where it must not be shown.
        let share: Share?
    }

    /// Tells its title from those of other pictures on the page.
    let id: String
    /// What it shows, for those who do not see it.
    let title: String
    let rows: [Row]
    /// Everyone together, as a line of dashes through all groups.
    var everyone: Share?
    let words: PageWords

    /// The picture with what stands below it.
    func figure(_ caption: String) -> HTML {
        """
        <figure class="plot">\(drawing(.wide))\(drawing(.narrow))\
        <figcaption class="quiet small">\(caption)</figcaption></figure>
        """
    }

    private func drawing(_ form: Form) -> HTML {
        let plan = Plan(form, rows.map(\.name))
        let axis = form.ticks.map { tick -> HTML in
            let x = plan.x(tick)
            return Drawing.line(tick == 0 ? "grid zero" : "grid", x, plan.top, x, plan.bottom)
                + Drawing.text([words.percent(tick)], x, plan.bottom + 17, kind: "axis", anchor: .middle)
        }
        let whole = everyone?.rate.map { Drawing.line("whole", plan.x($0), plan.top, plan.x($0), plan.bottom) }
        let drawn = zip(rows, plan.places).map { row, place in draw(row, at: place, plan) }
        let titleID = "\(id)-\(form.rawValue)"
        return """
            <svg class="\(form.kind)" viewBox="0 0 \(Drawing.units(plan.width)) \(Drawing.units(plan.height))" role="img" \
            aria-labelledby="\(titleID)"><title id="\(titleID)">\(title)</title>\(axis)\(whole)\(drawn)</svg>
            """
    }

    private func draw(_ row: Row, at place: Plan.Place, _ plan: Plan) -> HTML {
        let isWide = plan.form == .wide
        let name = Drawing.text(
            place.lines, isWide ? plan.left - 14 : plan.left, place.label, anchor: isWide ? .end : .start)
        guard let share = row.share else {
            return name + Drawing.text([words("equity.few")], plan.left + 8, place.y + 4.5, kind: "still")
        }
        let count = Drawing.text(
            [words.share(share)], isWide ? plan.right + 16 : plan.right, isWide ? place.y + 4.5 : place.label,
            kind: "faint", anchor: isWide ? .start : .end)
        guard let rate = share.rate, let interval = share.interval else { return name + count }
        return name + Drawing.line("span", plan.x(interval.low), place.y, plan.x(interval.high), place.y)
            + Drawing.dot(plan.x(rate), place.y, radius: 5.5) + count
    }

    /// For which places it is drawn.
    private enum Form: String {
        case wide = "w"
        case narrow = "n"

        var kind: String { self == .wide ? "wide-only" : "phone-only" }
        var ticks: [Double] { self == .wide ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1] }
    }

    /// Where everything goes, in user units.
    private struct Plan {
        struct Place {
            let lines: [String]
            /// The base line of the name's first line.
            let label: Double
            /// Of the dot.
            let y: Double
        }

        let form: Form
        let width, height, left, right, bottom: Double
        let top = 8.0
        let places: [Place]

        init(_ form: Form, _ names: [String]) {
            self.form = form
            let lines = names.map { Drawing.wrapped($0, to: form == .wide ? 40 : 26) }
            width = form == .wide ? 760 : 320
            // About seven units a letter at this size of type.
            let longest = lines.flatMap(\.self).map(\.count).max() ?? 0
            left = form == .wide ? max(150, min(300, Double(longest) * 7 + 20)) : 14
            right = form == .wide ? width - 120 : width - 22
            var (places, y): ([Place], Double) = ([], top)
            for lines in lines {
                let extra = Double(lines.count - 1) * Drawing.lineHeight
                switch form {
                case .wide:
                    let middle = y + 20 + extra / 2
                    places.append(Place(lines: lines, label: middle + 4.5 - extra / 2, y: middle))
                    y += 38 + extra
                case .narrow:
                    places.append(Place(lines: lines, label: y + 21, y: y + 36 + extra))
                    y += 52 + extra
                }
            }
            self.places = places
            bottom = y
            height = y + 26
        }

        func x(_ rate: Double) -> Double { left + (right - left) * rate }
    }
}
