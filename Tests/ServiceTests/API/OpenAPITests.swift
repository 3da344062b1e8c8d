import HTTPTypes
import LearningRecord
import Testing

@testable import Service

@Suite struct OpenAPITests {
    private static let methods: Set<String> = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    private func document() throws -> JSON { try JSONReader.read(PackageResources.openapi_json) }

    /// What the document has of its own, and what the routes are, in the same words.
    private struct Operation: Hashable, CustomStringConvertible {
        let method: String
        let path: String
        let name: String
        let parameters: Set<String>

        var description: String { "\(method) \(path) \(name) (\(parameters.sorted().joined(separator: ", ")))" }
    }

    private func described() throws -> Set<Operation> {
        let document = try document()
        var found: Set<Operation> = []
        for path in try #require(document["paths"]?.object).members {
            for member in path.value.object?.members ?? [] where Self.methods.contains(member.name) {
                let parameters = try (member.value["parameters"]?.array ?? []).compactMap { value -> String? in
                    let parameter = try resolved(value, in: document)
                    guard let place = parameter["in"]?.string, place != "header", let name = parameter["name"]?.string
                    else { return nil }
                    let repeats = parameter["schema"]?["type"] == .string("array")
                    return "\(place) \(name)\(repeats ? " repeated" : "")"
                }
                found.insert(
                    Operation(
                        method: member.name, path: path.name, name: member.value["operationId"]?.string ?? "",
                        parameters: Set(parameters)))
            }
        }
        return found
    }

    private func resolved(_ value: JSON, in document: JSON) throws -> JSON {
        guard let reference = value["$ref"]?.string else { return value }
        var target: JSON? = document
        for part in reference.trimmingPrefix("#/").split(separator: "/") { target = target?[String(part)] }
        return try #require(target, "\(reference) leads nowhere")
    }

    private static func operation(_ endpoint: Endpoint) -> Operation {
        let names = endpoint.path.split(separator: "/").filter { $0.hasPrefix("{") }
            .map { "path \($0.dropFirst().dropLast())" }
        let query = endpoint.parameters.map { "query \($0.name)\($0.repeats ? " repeated" : "")" }
        return Operation(
            method: endpoint.method.rawValue.lowercased(), path: endpoint.path, name: endpoint.name,
            parameters: Set(names + query))
    }

    @Test func `The document has every route of the API, its name and its parameters, and no other`() throws {
        let documents = Set(DocumentRoutes.all.map(\.path))
        let routes = Set(
            ServiceRoutes.all.filter { $0.isAPI || documents.contains($0.path) }.map(Self.operation))
        let described = try described()
        #expect(routes.subtracting(described).map(\.description).sorted() == [])
        #expect(described.subtracting(routes).map(\.description).sorted() == [])
    }

    @Test func `No two routes have one name`() {
        let names = ServiceRoutes.all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test func `The document names every scope and every type of event`() throws {
        let document = try document()
        let security = try #require(document["components"]?["securitySchemes"]?["token"]?["description"]?.string)
        for scope in Scope.allCases { #expect(security.contains(scope.rawValue)) }
        let kinds = document["components"]?["schemas"]?["EventKind"]?["enum"]?.array?.compactMap(\.string)
        #expect(kinds == EventKind.allCases.map(\.name))
    }

    @Test(.enabled(if: AnswerCheck.isPresent, "python3 with openapi-spec-validator is not here"))
    func `The document is one of OpenAPI 3.1`() async throws {
        let (output, status) = try await PythonProgram.outcome(
            "python3", ["-m", "openapi_spec_validator", PythonProgram.document])
        #expect(status == 0, "\(output)")
    }

    @Test func `The document is given to anyone, with a tag`() async throws {
        try await RunningService.with(follows: false) { service in
            let answer = try await service.get("/openapi.json", as: .nobody)
            #expect(try answer.json()["openapi"] == .string("3.1.1"))
            let tag = try #require(answer[header: "ETag"])
            #expect(
                try await service.get("/openapi.json", as: .nobody, headers: [("If-None-Match", tag)]).status == 304)
        }
    }
}
