import Foundation
import Interchange
import LearningRecord
import Testing

/// A package with something wrong, and what the error must say of it.
struct BrokenPackage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]
    let says: [String]

    init(_ name: String, _ bytes: [UInt8], _ says: String...) {
        testDescription = name
        self.bytes = bytes
        self.says = says
    }

    init(_ name: String, _ says: String..., change: (inout CASESample) -> Void) {
        var sample = CASESample("add", "subtract")
        sample.relate("add", "precedes", "subtract")
        change(&sample)
        testDescription = name
        bytes = sample.bytes
        self.says = says
    }

    private static let whole = CASESample("add").bytes
    private static let deep = Array(String(repeating: "[", count: 100_000).utf8)

    static let unreadable = [
        BrokenPackage("empty", [], "line 1, column 1", "the text ends"),
        BrokenPackage("cut short", Array(whole.dropLast(40)), "line 1, column", "the text ends"),
        BrokenPackage("UTF-16", [0xFF, 0xFE, 0x7B, 0x00], "UTF-16", "save it as UTF-8"),
        BrokenPackage("a zip", [0x50, 0x4B, 0x03, 0x04], "no value begins like this"),
        BrokenPackage(
            "Latin-1", Array("{\n \"CFDocument\": {\"title\": \"caf".utf8) + [0xE9] + Array("\"}}".utf8),
            "line 2, column", "not UTF-8"),
        BrokenPackage("a name twice", Array("{\"CFDocument\": {}, \"CFDocument\": {}}".utf8), "stands twice"),
        BrokenPackage("nested for ever", deep, "levels deep"),
        BrokenPackage("more after the end", whole + whole, "more text after the value"),
        BrokenPackage("a list", Array("[]".utf8), "the file holds a list", "CFDocument"),
        BrokenPackage("something else", Array("{\"statements\": []}".utf8), "no CFDocument"),
        BrokenPackage("no object for a document", Array("{\"CFDocument\": \"x\"}".utf8), "no CFDocument"),
    ]

    static let wrong = [
        BrokenPackage("an identifier that is none", "CFItems[1].identifier is no UUID") {
            $0.items[1]["identifier"] = .string("item-1")
        },
        BrokenPackage("an identifier that is a number", "CFItems[1].identifier is a number and should be a UUID") {
            $0.items[1]["identifier"] = .number("1")
        },
        BrokenPackage("one identifier twice", "CFItems[1].identifier is the same as that of CFItems[0]") {
            $0.items[1]["identifier"] = .string(CASESample.id("add").uppercased())
        },
        BrokenPackage("the document's identifier", "CFItems[0].identifier is the same as that of CFDocument") {
            $0.items[0]["identifier"] = $0.document["identifier"]
        },
        BrokenPackage("no statement", "CFItems[0].fullStatement is missing: every CFItem has one") {
            $0.items[0]["fullStatement"] = .null
        },
        BrokenPackage("no title", "CFDocument.title is missing") { $0.document["title"] = nil },
        BrokenPackage("a wrong moment", "CFItems[0].lastChangeDateTime is no moment", "2025-09-01T08:30:00+00:00") {
            $0.items[0]["lastChangeDateTime"] = .string("1 September 2025")
        },
        BrokenPackage("a wrong date", "CFDocument.statusEndDate is no date") {
            $0.document["statusEndDate"] = .string("2025-02-30")
        },
        BrokenPackage("a kind with spaces", "CFAssociations[0].associationType should be one of isChildOf") {
            $0.associations[0]["associationType"] = .string("is not at all like")
        },
        BrokenPackage("a place that is no number", "CFAssociations[0].sequenceNumber should be a whole number") {
            $0.associations[0]["sequenceNumber"] = .number("1.5")
        },
        BrokenPackage("a place in words", "CFAssociations[0].sequenceNumber should be a whole number") {
            $0.associations[0]["sequenceNumber"] = .string("first")
        },
        BrokenPackage("a place too far", "CFAssociations[0].sequenceNumber should be a whole number") {
            $0.associations[0]["sequenceNumber"] = .number("2147483648")
        },
        BrokenPackage("an end that is a text", "CFAssociations[0].originNodeURI is a text and should be an object") {
            $0.associations[0]["originNodeURI"] = .string("https://example.org/add")
        },
        BrokenPackage("an end of 10,000 letters", "CFAssociations[0].destinationNodeURI.identifier has 10000 bytes") {
            $0.associations[0]["destinationNodeURI"] = .object([
                "title": .string("far"), "identifier": .string(String(repeating: "x", count: 10_000)),
                "uri": .string("https://example.org"),
            ])
        },
        BrokenPackage("a text of 10 MB", "CFItems[0].fullStatement has 10485760 bytes") {
            $0.items[0]["fullStatement"] = .string(String(repeating: "x", count: 10 << 20))
        },
        BrokenPackage("a text with U+0000", "CFItems[0].fullStatement holds the character U+0000") {
            $0.items[0]["fullStatement"] = .string("a\u{0}b")
        },
        BrokenPackage("U+0000 in what a publisher adds", "CFItems[0].extensions.a[0] holds the character U+0000") {
            $0.items[0]["extensions"] = .object(["a": .array([.string("\u{0}")])])
        },
        BrokenPackage("CASE 2.0", "CFDocument.caseVersion is not 1.0 or 1.1") {
            $0.document["caseVersion"] = .string("2.0")
        },
        BrokenPackage("items that are no list", "CFItems is an object and should be a list") {
            $0.others["CFItems"] = .object([:])
        },
        BrokenPackage("an item that is a text", "CFItems[0] is a text and should be an object: a CFItem") {
            $0.others["CFItems"] = .array([.string("add")])
        },
        BrokenPackage("a criterion with 100 levels", "CFRubricCriterionLevels has 100 levels") {
            $0.rate("add", (1...100).map { (place: Int) in ("level \(place)", place, nil) })
        },
    ]
}

@Suite("Broken CASE packages")
struct CASEBrokenPackageTests {
    @Test(
        "get an error that says where and what would be right",
        arguments: BrokenPackage.unreadable + BrokenPackage.wrong)
    func clearError(broken: BrokenPackage) throws {
        let error = try #require(throws: CASEError.self) { try CASEDecoder.decode(broken.bytes) }
        let message = error.description
        for words in broken.says { #expect(message.contains(words)) }
    }

    @Test("get all their problems told, up to a number that a person reads")
    func allProblems() throws {
        var sample = CASESample()
        sample.items = (0..<50).map { CASESample.item("item \($0)") }
        for index in sample.items.indices { sample.items[index]["uri"] = nil }
        let error = try #require(throws: CASEError.self) { try CASEDecoder.decode(sample.bytes) }
        guard case .invalid(let problems, count: 50) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(problems.map(\.place) == (0..<20).map { "CFItems[\($0)].uri" })
        #expect(error.description.hasSuffix("and 30 more"))
    }

    @Test("cut at any byte, none comes through")
    func cutAnywhere() {
        var sample = CASESample("add")
        sample.relate("add", "isChildOf", "document")
        let bytes = sample.bytes
        for end in 0..<bytes.count {
            #expect(throws: CASEError.self, "cut at \(end)") { try CASEDecoder.decode(Array(bytes.prefix(end))) }
        }
    }
}
