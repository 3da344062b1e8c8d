import Foundation
import LearningRecord
import Markup
import TestSupport
import Testing

@testable import Projections
@testable import Service

@Suite struct ChartTests {
    private let words = PageWords(.english)

    private func count(_ text: String, in markup: String) -> Int { markup.components(separatedBy: text).count - 1 }

    @Test func `A dot stands where its rate is, in both drawings`() {
        let plot = DotPlot(
            id: "p", title: "Rates",
            rows: [.init(name: "A & B", share: Share(1, of: 2)), .init(name: "C", share: nil)],
            everyone: Share(1, of: 4), words: words)
        let markup = plot.figure("Caption").markup
        #expect(count("class=\"dot\"", in: markup) == 2)
        #expect(count("class=\"span\"", in: markup) == 2)
        #expect(count("class=\"whole\"", in: markup) == 2)
        #expect(count("too few to show", in: markup) == 2)
        #expect(markup.contains("A &amp; B"))
        // 150 to 640 units wide: the middle.
        #expect(markup.contains("<circle class=\"dot\" cx=\"395\""))
        // 14 to 298 units wide.
        #expect(markup.contains("<circle class=\"dot\" cx=\"156\""))
        #expect(!markup.contains("style="))
    }

    @Test func `A line of terms breaks where one is hidden`() {
        let points = [Share(1, of: 2), Share(1, of: 4), nil, Share(3, of: 4)].enumerated().map {
            Trend.Point(name: "T\($0.offset)", share: $0.element)
        }
        let markup = Trend(id: "t", group: "G", points: points, words: words).figure.markup
        let path = markup.firstMatch(of: #/class="trend" d="([^"]*)"/#).map { String($0.output.1) } ?? ""
        #expect(path.filter { $0 == "M" }.count == 2)
        #expect(path.filter { $0 == "L" }.count == 1)
        #expect(markup.contains("T2: too few to show"))
        #expect(count("class=\"dot\"", in: markup) == 3)
        #expect(count("class=\"still axis\"", in: markup) == 2)
    }

    @Test func `Long names are set in lines, and numbers to a tenth`() {
        #expect(Drawing.wrapped("native Hawaiian or other Pacific", to: 16) == ["native Hawaiian", "or other Pacific"])
        #expect(Drawing.wrapped("", to: 4) == [""])
        #expect(Drawing.units(12.04) == "12")
        #expect(Drawing.units(-0.26) == "-0.3")
        #expect(Drawing.units(474.87) == "474.9")
    }

    /// Large numbers, each once, so that none of them stands in the markup by chance.
    @Test func `No number that is hidden stands anywhere in the markup`() throws {
        var random = SeededGenerator(seed: 2_001)
        for round in 0..<300 {
            var numbers = Set<Int64>()
            while numbers.count < 5 * AccessNumber.allCases.count {
                numbers.insert(Int64.random(in: 1_000_000...9_999_999, using: &random))
            }
            var rest = Array(numbers)
            let school = SchoolID(UUID())
            let lines = (0..<5).map { group in
                let counts = AccessNumber.allCases.map { ($0, rest.removeLast()) }
                let hidden = AccessNumber.allCases.filter { _ in Bool.random(using: &random) }
                return AccessRelease.Line(
                    counts: AccessCounts(
                        school: school, group: "group \(group)", numbers: Dictionary(uniqueKeysWithValues: counts)),
                    hidden: Set(hidden))
            }
            let markup = try page(lines, school, measure: EquityMeasure.allCases[round % 6])
            for line in lines {
                for number in line.hidden {
                    let value = Int(line.counts[number])
                    for text in ["\(value)", words.number(value), PageWords(.spanish).number(value)] {
                        #expect(!markup.contains(text), "\(number) of \(line.counts.group)")
                    }
                }
            }
        }
    }

    private func page(_ lines: [AccessRelease.Line], _ school: SchoolID, measure: EquityMeasure) throws -> String {
        let day = try #require(CalendarDate("2025-08-01"))
        let window = AccessWindow(title: "Autumn", from: day, to: try #require(CalendarDate("2025-12-31")))
        let place = EquityPlaces.School(id: school, name: "Hill High")
        let filter = EquityFilter(
            places: EquityPlaces(schools: [place], reach: nil, terms: [window], years: [], dimensions: ["all", "sex"]),
            school: school, window: window, by: "sex", kind: .any, measure: measure)
        let section = EquityRatesSection(
            filter: filter, words: words, id: "rates",
            items: lines.dropFirst().map { .init(name: $0.counts.group, line: $0, school: school) }, everyone: lines[0])
        let steps = EquitySteps(
            filter: filter, words: words,
            place: .init(id: school, name: "Hill High", everyone: lines[0], groups: Array(lines.dropFirst())))
        let trend = Trend(
            id: "t", group: "G", points: lines.map { .init(name: $0.counts.group, share: $0.share(measure)) },
            words: words)
        return section.html.markup + steps.html.markup + trend.figure.markup
    }
}
