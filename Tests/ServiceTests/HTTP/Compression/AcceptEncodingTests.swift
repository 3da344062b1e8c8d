import Testing

@testable import Service

@Suite("Accept-Encoding")
struct AcceptEncodingTests {
    @Test(
        "gzip is sent where the client takes it and likes it no less than the plain form",
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("x-gzip", true),
            ("deflate, gzip;q=1.0, *;q=0.5", true),
            ("br, deflate", false), ("identity", false), ("*", true), ("*;q=0", false), ("gzip;q=0", false),
            ("gzip;q=0.000", false), ("gzip;q=0, *", false), ("*, gzip;q=0", false), ("gzip;q=0.001", true),
            ("gzip;q=0.5, identity", false), ("gzip;q=0.5, identity;q=0.5", true), ("identity;q=0, gzip;q=0.1", true),
            ("gzip , deflate", true), ("gzip\t;\tq=0.8", true), (",,gzip,,", true), ("gzip;Q=0.5", true),
            ("compress, gzip", true), ("gzip;q=0.2;q=1", false), ("gzip;level=9", false), ("gzip;q=", false),
            ("gzip;q=1.001", false), ("gzip;q=0.1234", false), ("gzip;q=-1", false), ("gzip;q=2", false),
            ("gzip;q=.5", false), ("gzip;q=1.", true), ("gzipp", false), ("gzip;q=0.5x", false), (";q=1", false),
            ("gzip;q=０", false),
        ] as [(String?, Bool)])
    func gzip(field: String?, expected: Bool) {
        #expect(AcceptEncoding(field).prefersGzip == expected, "\(field ?? "no field")")
    }

    @Test("weights are those that are written, by name or by the star")
    func weights() {
        let accept = AcceptEncoding("gzip;q=0.25, br;q=1, *;q=0.125")
        #expect(accept.weight(of: "gzip") == 250)
        #expect(accept.weight(of: "br") == 1000)
        #expect(accept.weight(of: "zstd") == 125)
        #expect(accept.weight(of: "identity") == 125)
        #expect(AcceptEncoding("gzip").weight(of: "identity") > 0)
        #expect(AcceptEncoding("identity;q=0").weight(of: "identity") == 0)
        #expect(AcceptEncoding("*;q=0").weight(of: "identity") == 0)
        #expect(AcceptEncoding("*;q=0, identity;q=0.5").weight(of: "identity") == 500)
        #expect(AcceptEncoding("br").weight(of: "gzip") == 0)
        #expect(AcceptEncoding(nil).weight(of: "br") > 0)
    }

    @Test(
        "texts of some length are worth it, pictures and short answers are not",
        arguments: [
            ("text/html; charset=utf-8", 5000, true), ("application/json", 5000, true),
            ("Application/JSON", 5000, true),
            ("application/problem+json", 5000, true), ("image/svg+xml", 5000, true), ("image/png", 5000, false),
            ("application/pdf", 5000, false), ("application/zip", 5000, false), ("application/json", 1023, false),
            ("application/json", 1024, true), (nil, 5000, false),
        ] as [(String?, Int, Bool)])
    func worthwhile(type: String?, length: Int, expected: Bool) {
        #expect(Compressible.isWorthwhile(contentType: type, length: length) == expected)
    }
}
