import Foundation
import Markup

extension PathMap {
    private static let width = 1010.0

    /// The map as a picture. What it says stands in words beside it; the list after it says everything.
    func picture(_ view: PathView) -> HTML {
        let height = 148 + (rows - 1) * 120
        return """
            <figure class="map"><svg viewBox="0 0 \(String(Int(Self.width))) \(String(height))" role="img" \
            aria-labelledby="map-title"><title id="map-title">\(view.mapTitle)</title>\
            \(Self.contours(height: Double(height)))\(edges.map(way))\(nodes.map { place($0, view) })</svg>
            <figcaption>\(view.key)</figcaption></figure>
            """
    }

    private func x(_ node: Node) -> Double {
        let steps = Double(max(1, columns - 1))
        return 118 + Double(node.column) * min(210, (Self.width - 236) / steps)
    }

    private func y(_ node: Node) -> Double { 62 + Double(node.row) * 120 }

    private func way(_ edge: Edge) -> HTML {
        let (from, to) = (nodes[edge.from], nodes[edge.to])
        let classes: HTML =
            switch (from.stop.place, to.stop.place) {
            case (_, .done): "way"
            case (.done, .growing): "way way--growing"
            default: "way way--ahead"
            }
        let (x0, y0, x1, y1) = (x(from), y(from), x(to), y(to))
        let curve =
            y0 == y1
            ? "C\(Self.text(x0 + 50)) \(Self.text(y0 - 9)) \(Self.text(x1 - 50)) \(Self.text(y1 + 9))"
            : "C\(Self.text(x0 + 96)) \(Self.text(y0)) \(Self.text(x0 + 52)) \(Self.text(y1))"
        let path = "M\(Self.text(x0)) \(Self.text(y0))\(curve) \(Self.text(x1)) \(Self.text(y1))"
        return #"<path class="\#(classes)" d="\#(path)"/>"#
    }

    private func place(_ node: Node, _ view: PathView) -> HTML {
        let (x, y) = (x(node), y(node))
        let here: HTML = node.stop.place == .growing ? #" class="here""# : HTML()
        let (left, top, middle) = (Self.text(x - 18), Self.text(y - 18), Self.text(x))
        let label = Self.label(node.stop)
        let lines = label.enumerated().map { line, text -> HTML in
            """
            <text\(here) x="\(middle)" y="\(Self.text(y + 34 + Double(line) * 16))" text-anchor="middle">\(text)</text>
            """
        }
        return """
            <svg x="\(left)" y="\(top)" width="36" height="36">\(node.stop.place.mark.html)</svg>\(lines)\
            <text class="name" x="\(middle)" y="\(Self.text(y + 34 + Double(label.count) * 16))" text-anchor="middle">\
            \(view.page.words(node.stop.place.key))</text>
            """
    }

    /// What fits under a sign, in one line or two: the title, else the code, else the title's beginning.
    static func label(_ stop: PathStop) -> [String] {
        let room = 16
        if stop.title.count <= room { return [stop.title] }
        let words = stop.title.split(separator: " ")
        // Where two lines are about as long as each other.
        let splits = (1..<max(words.count, 1)).map { place in
            [words[..<place], words[place...]].map { $0.joined(separator: " ") }
        }
        let fitting = splits.filter { $0.allSatisfy { $0.count <= room + 2 } }
        if let best = fitting.min(by: { abs($0[0].count - $0[1].count) < abs($1[0].count - $1[1].count) }) {
            return best
        }
        return [stop.code ?? stop.title.prefix(room - 1).trimmingCharacters(in: .whitespaces) + "…"]
    }

    /// Lines of height, for the eye alone.
    private static func contours(height: Double) -> [HTML] {
        let hills: [(x: Double, y: Double, radii: [Double])] = [
            (905, 60, [34, 66, 100, 140]), (120, height - 72, [30, 62, 96]), (560, height - 20, [36, 74]),
        ]
        return hills.enumerated().flatMap { number, hill in
            hill.radii.map { contour(number: Double(number), hill.x, hill.y, radius: $0) }
        }
    }

    private static func contour(number: Double, _ x: Double, _ y: Double, radius: Double) -> HTML {
        let points = stride(from: 0.0, through: 360, by: 30).map { angle -> (x: Double, y: Double) in
            let wave =
                1 + 0.13 * sin((angle * 2 + number * 70) * .pi / 180) + 0.07 * cos((angle * 3 + radius) * .pi / 180)
            return (x + radius * 1.5 * wave * cos(angle * .pi / 180), y + radius * wave * sin(angle * .pi / 180))
        }
        var path = points.first.map { "M\(text($0.x)) \(text($0.y))" } ?? ""
        for (point, next) in zip(points, points.dropFirst()) {
            path += "Q\(text(point.x)) \(text(point.y)) \(text((point.x + next.x) / 2)) \(text((point.y + next.y) / 2))"
        }
        return #"<path class="contour" d="\#(path)"/>"#
    }

    private static func text(_ number: Double) -> String { String(Int(number.rounded())) }
}

extension PathView {
    /// What the map shows, in words.
    fileprivate var mapTitle: String {
        var parts = [words("continuum.map.start")]
        func add(_ key: String, _ stops: [PathStop]) {
            guard !stops.isEmpty else { return }
            parts.append(page.say(key, ["titles": words.list(stops.map(\.title))]))
        }
        add("continuum.map.can", path.done)
        add("continuum.map.growing", path.growing)
        if !path.next.isEmpty {
            parts.append(words("continuum.map.next", ["titles": words.list(path.next.map(\.title))]))
        }
        parts.append(words("continuum.map.end"))
        return parts.joined(separator: " ")
    }
}
