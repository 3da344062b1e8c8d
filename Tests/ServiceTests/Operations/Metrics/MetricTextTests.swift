import Foundation
import TestSupport
import Testing

@testable import Service

@Suite("Names, labels and numbers of metrics")
struct MetricTextTests {
    @Test(
        "names have only the characters that they may, and the ending of their kind",
        arguments: [
            ("http.requests", MetricKind.counter, "http_requests_total"), ("a_total", .counter, "a_total"),
            ("7days", .gauge, "_7days"), ("", .gauge, "_"), ("a:b-c d", .gauge, "a:b_c_d"), ("größe", .gauge, "gr__e"),
            ("e\u{301}", .gauge, "e_"),
            ("http.server.request.duration", .timer, "http_server_request_duration_seconds"),
            ("n\n# TYPE x counter", .gauge, "n___TYPE_x_counter"), ("٣", .gauge, "_"),
        ])
    func names(label: String, kind: MetricKind, expected: String) {
        #expect(MetricText.name(label, kind) == expected)
    }

    @Test("labels stand in order, escaped, each name once, none of Prometheus' own")
    func labels() {
        #expect(MetricText.labels([]) == "")
        #expect(MetricText.labels([("b", "2"), ("a.b", "1"), ("a_b", "3")]) == #"a_b="1",b="2""#)
        #expect(MetricText.labels([("a", "q\"b\\s\nn")]) == #"a="q\"b\\s\nn""#)
        #expect(MetricText.labels([("le", "1"), ("__name__", "x")]) == #"exported___name__="x",exported_le="1""#)
        // A mark that joins with the quotation mark hides it from whoever looks at whole characters.
        #expect(
            MetricText.labels([("a", "\"\u{301}")]).unicodeScalars.elementsEqual("a=\"\\\"\u{301}\"".unicodeScalars))
        #expect(MetricText.help("one\\two\nthree") == #"one\\two\nthree"#)
    }

    @Test(
        "numbers are such that Prometheus reads them",
        arguments: [
            (0, "0"), (-3, "-3"), (0.25, "0.25"), (1e300, "1e+300"), (1e-7, "1e-07"), (.nan, "NaN"),
            (.infinity, "+Inf"),
            (-.infinity, "-Inf"), (123456789012, "123456789012"),
        ] as [(Double, String)])
    func numbers(value: Double, expected: String) {
        #expect(MetricText.number(value) == expected)
    }

    @Test(
        "whatever dimensions hold, a line stays a line whose values can be read back",
        arguments: 0..<200 as Range<UInt64>)
    func readBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = ["\"", "\\", "\n", "a", "é", "\u{301}", "{", "}", ",", "=", " ", "😀"]
        let value = (0..<12).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
        let label = MetricText.labels([("v", value)])
        #expect(!label.unicodeScalars.contains("\n"))
        var scalars = Array(label.unicodeScalars)
        #expect(String(String.UnicodeScalarView(scalars.prefix(3))).unicodeScalars.elementsEqual("v=\"".unicodeScalars))
        scalars.removeFirst(3)
        var read = String.UnicodeScalarView()
        while let scalar = scalars.first, scalar != "\"" {
            scalars.removeFirst()
            guard scalar == "\\" else {
                read.append(scalar)
                continue
            }
            let escaped = scalars.removeFirst()
            read.append(escaped == "n" ? "\n" : escaped)
        }
        #expect(scalars == ["\""])
        #expect(read.elementsEqual(value.unicodeScalars))
    }
}
