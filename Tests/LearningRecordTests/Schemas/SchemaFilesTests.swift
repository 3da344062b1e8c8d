import Foundation
import LearningRecord
import Testing

@Suite("The files of the JSON Schemas")
struct SchemaFilesTests {
    @Test("There is one for each kind, and no other")
    func files() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Repository.url("Docs/schemas/events").path())
        #expect(names.sorted() == EventKind.allCases.map { "\($0.name).schema.json" }.sorted())
    }

    @Test("A definition is the same in every file, and so are the fields that all kinds share")
    func shared() throws {
        var definitions: [String: JSON] = [:]
        for kind in EventKind.allCases {
            let schema = try schema(of: kind)
            let properties = try #require(schema["properties"]?.object)
            var parts = try #require(schema["$defs"]?.object).members
            parts += properties.members.filter { !["kind", "facts", "words"].contains($0.name) }
            for part in parts {
                #expect(definitions[part.name] ?? part.value == part.value, "\(part.name) in \(kind.name)")
                definitions[part.name] = part.value
            }
            #expect(properties["kind"]?["const"] == .string(kind.name))
            #expect(schema["title"] == .string(kind.name))
        }
    }

    @Test("Every object refuses what it does not name, and every field says what it is")
    func strictAndDescribed() throws {
        for kind in EventKind.allCases { try expectStrict(try schema(of: kind), at: kind.name) }
    }

    @Test("The words are those of the code", arguments: EventKind.allCases)
    func words(kind: EventKind) throws {
        let words = try #require(try schema(of: kind)["properties"]?["words"])
        let names = try #require(words["properties"]?.object).members.map(\.name)
        #expect(names == kind.payload.words.map(\.name))
        let required = words["required"]?.array?.compactMap(\.string) ?? []
        #expect(required == kind.payload.words.filter(\.isRequired).map(\.name))
    }

    private func schema(of kind: EventKind) throws -> JSON {
        try JSONReader.read(Repository.bytes("Docs/schemas/events/\(kind.name).schema.json"))
    }

    private func expectStrict(_ schema: JSON, at path: String) throws {
        if schema["type"] == .string("object") {
            #expect(schema["additionalProperties"] == .bool(false), "\(path)")
            for field in try #require(schema["properties"]?.object).members {
                #expect(field.value["description"]?.string?.isEmpty == false, "\(path).\(field.name)")
                try expectStrict(field.value, at: "\(path).\(field.name)")
            }
        }
        if let items = schema["items"] { try expectStrict(items, at: "\(path)[]") }
        for definition in schema["$defs"]?.object?.members ?? [] {
            try expectStrict(definition.value, at: "\(path)#\(definition.name)")
        }
    }
}
