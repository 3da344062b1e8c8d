import Markup

/// The rate of one group term by term, from 0% to 100% always, so that pictures beside one another can be compared. The
/// line breaks where a term must not be shown.
struct Trend {
    /// A term.
    struct Point {
        /// A few letters.
        let name: String
        /// `nil` where it must not be shown.
        let share: Share?
    }

    let id: String
    let group: String
    let points: [Point]
    let words: PageWords

    private static let (width, height) = (270.0, 150.0)
    private static let (left, right, top, bottom) = (40.0, 250.0, 10.0, 118.0)

    /// The picture under the name of its group.
    var figure: HTML {
        let said = points.map { "\($0.name): \(words.share($0.share))" }.joined(separator: "; ")
        let marks = points.indices.map { mark(points[$0], x: x($0)) }
        return """
            <figure class="plot"><h3 class="h4">\(group)</h3>\
            <svg viewBox="0 0 \(Drawing.units(Self.width)) \(Drawing.units(Self.height))" role="img" aria-labelledby="\(id)">\
            <title id="\(id)">\(group). \(said)</title>\(axis)<path class="trend" d="\(line)"/>\(marks)</svg></figure>
            """
    }

    private var axis: HTML {
        [0, 0.5, 1].reduce(HTML()) { drawn, rate in
            drawn + Drawing.line(rate == 0 ? "grid zero" : "grid", Self.left, y(rate), Self.right, y(rate))
                + Drawing.text([words.percent(rate)], Self.left - 7, y(rate) + 4, kind: "axis", anchor: .end)
        }
    }

    /// The line through terms that follow on one another and may be shown.
    private var line: String {
        var (path, isDown) = ("", false)
        for (place, point) in points.enumerated() {
            guard let rate = point.share?.rate else {
                isDown = false
                continue
            }
            path += "\(isDown ? "L" : "M")\(Drawing.units(x(place))) \(Drawing.units(y(rate)))"
            isDown = true
        }
        return path
    }

    private func mark(_ point: Point, x: Double) -> HTML {
        let name = Drawing.text([point.name], x, Self.bottom + 18, kind: "axis", anchor: .middle)
        guard let share = point.share else {
            // A word a line: terms stand close to one another.
            let lines = Drawing.wrapped(words("equity.fewShort"), to: 1)
            let top = Self.bottom - 8 - Double(lines.count - 1) * Drawing.lineHeight
            return name + Drawing.text(lines, x, top, kind: "still axis", anchor: .middle)
        }
        guard let rate = share.rate, let interval = share.interval else { return name }
        return name + Drawing.line("span", x, y(interval.low), x, y(interval.high)) + Drawing.dot(x, y(rate), radius: 5)
    }

    private func x(_ place: Int) -> Double {
        guard points.count > 1 else { return (Self.left + Self.right) / 2 }
        let (first, last) = (Self.left + 28, Self.right - 28)
        return first + Double(place) * (last - first) / Double(points.count - 1)
    }

    private func y(_ rate: Double) -> Double { Self.bottom - (Self.bottom - Self.top) * rate }
}
