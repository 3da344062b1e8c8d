import Interchange
import LearningRecord
import Testing

@Suite("Reading CASE packages")
struct CASEDecoderTests {
    @Test("What CASE 1.0 writes otherwise comes out as 1.1, and the findings say so")
    func oldPackage() throws {
        var sample = CASESample("add")
        sample.document["CFPackageURI"] = .string("https://example.org/package")
        sample.document["subject"] = .string("Mathematics")
        sample.document["statusStartDate"] = .string("2024-07-01T00:00:00")
        sample.document["notes"] = .null
        sample.document["lastChangeDateTime"] = .string("2017-05-25T18:05:33")
        sample.items[0]["CFDocumentURI"] = CASESample.link("document")
        sample.items[0]["educationalLevel"] = .string("06")
        sample.items[0]["educationLevel"] = .string("06")
        sample.items[0]["identifier"] = .string(CASESample.id("add").uppercased())
        sample.relate("add", "Is Child Of", "document")
        sample.relate("add", "resembles", "elsewhere")
        sample.others["CFDefinitions"] = .object([
            "CFItemTypes": .array([
                .object([
                    "identifier": .string(CASESample.id("type")), "uri": .string("https://example.org/type"),
                    "title": .string("Standard"), "hierarchyCode": .number("1"),
                    "lastChangeDateTime": CASESample.moment,
                ])
            ])
        ])
        let (package, findings) = try CASEDecoder.decode(sample.bytes)

        #expect(package.writtenIn == "1.0")
        #expect(package.document["caseVersion"] == .string("1.1"))
        #expect(package.document["subject"] == .array([.string("Mathematics")]))
        #expect(package.document["statusStartDate"] == .string("2024-07-01"))
        #expect(package.document["lastChangeDateTime"] == .string("2017-05-25T18:05:33Z"))
        #expect(package.document["notes"] == nil)
        #expect(package.items[0]["identifier"] == .string(CASESample.id("add")))
        #expect(package.items[0]["educationLevel"] == .array([.string("06")]))
        #expect(package.associations.map { $0["associationType"] } == [.string("isChildOf"), .string("ext:resembles")])
        let type = package.definitions?["CFItemTypes"]?.array?.first
        #expect(type?["description"] == .string("Standard"))
        #expect(type?["hierarchyCode"] == .string("1"))

        #expect(findings.superseded == ["CFDocument.CFPackageURI": 1, "CFItem.CFDocumentURI": 1])
        #expect(findings.unknown == ["CFItem.educationalLevel": 1])
        #expect(findings.filled == ["CFItemType.description": 1])
        #expect(findings.renamedKinds == ["Is Child Of as isChildOf": 1, "resembles as ext:resembles": 1])
        #expect(findings.momentsWithoutZone == 1)
    }

    @Test("A package of 1.1 comes out as it was")
    func newPackage() throws {
        var sample = CASESample("add", "subtract")
        sample.document["caseVersion"] = .string("1.1")
        sample.relate("add", "precedes", "subtract", sequence: 3)
        sample.items[0]["extensions"] = .object(["gradeBand": .object(["from": .number("3.50")])])
        sample.others["extensions"] = .object(["ours": .array([.null, .bool(true)])])
        let (package, findings) = try CASEDecoder.decode(sample.bytes)
        #expect(package.writtenIn == "1.1")
        #expect(findings == CASEFindings())
        #expect(package.items[0]["extensions"]?["gradeBand"]?["from"] == .number("3.50"))
        #expect(package.extensions == sample.others["extensions"]?.object)
        #expect(package.associations == sample.associations)
        #expect(try CASEDecoder.decode(JSONWriter.bytes(package.json)).package == package)
    }

    @Test("The digest does not mind the order of lists, and minds every word")
    func digest() throws {
        let sample = CASESample("add", "subtract")
        var turned = sample
        turned.items.reverse()
        var other = sample
        other.items[1]["fullStatement"] = .string("Can subtract!")
        let digests = try [sample, turned, other].map { try CASEDecoder.decode($0.bytes).package.digest }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != digests[2])
        #expect(digests[0].count == 32)
    }

    @Test("A byte order mark of UTF-8 is ignored")
    func mark() throws {
        let sample = CASESample("add")
        #expect(
            try CASEDecoder.decode([0xEF, 0xBB, 0xBF] + sample.bytes).package
                == CASEDecoder.decode(sample.bytes).package)
    }

    @Test("Names that a file invents are told on one line, and no more of them than a person reads")
    func inventedNames() throws {
        var sample = CASESample("add")
        for number in 0..<200 { sample.items[0]["own \(number)"] = .null }
        sample.document["\u{1B}[31mred\n" + String(repeating: "x", count: 5000)] = .bool(true)
        let findings = try CASEDecoder.decode(sample.bytes).findings
        #expect(findings.unknown.count == 51)
        #expect(findings.unknown.values.reduce(0, +) == 201)
        #expect(findings.unknown["others"] == 151)
        for name in findings.unknown.keys {
            #expect(name.unicodeScalars.count <= 81)
            #expect(name.unicodeScalars.filter { $0.value < 32 }.isEmpty)
        }
    }
}
