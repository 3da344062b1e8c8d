import Foundation
import HTTPTypes
import LearningRecord
import Testing

@testable import Service

/// Holds answers against the OpenAPI document, by `jsonschema` of Python: an independent judge. Members that the document
/// does not know are refused here, though programs must ignore them.
enum AnswerCheck {
    /// Whether Python and its `jsonschema` are here.
    static let isPresent = PythonProgram.has("jsonschema") && PythonProgram.has("referencing")

    /// Expects that the document has each of these answers.
    static func check(_ answers: [Answer]) async throws {
        guard isPresent else { return }
        let lines = answers.compactMap(line).map { JSONWriter.bytes($0) }
        guard !lines.isEmpty else { return }
        let output = try await PythonProgram.run(
            [PythonProgram.script("check_answers.py"), PythonProgram.document],
            input: Array(lines.joined(separator: [0x0A])) + [0x0A])
        let verdicts = output.split(separator: "\n")
        #expect(verdicts.count == lines.count, "\(output)")
        for verdict in verdicts where verdict != "yes" { Issue.record("\(verdict)") }
    }

    private static func line(_ answer: Answer) -> JSON? {
        let path = answer.path.prefix { $0 != "?" }
        guard
            let endpoint = ServiceRoutes.all.first(where: {
                $0.isAPI && $0.method.rawValue == answer.method && matches($0.path, path)
            })
        else { return nil }
        var object: JSONObject = [
            "path": .string(endpoint.path), "method": .string(answer.method.lowercased()),
            "status": .string(String(answer.status)), "address": .string(answer.path),
        ]
        object["type"] = answer.body.isEmpty ? nil : answer.type.map { .string($0) }
        if answer.type?.hasSuffix("json") ?? false { object["body"] = try? answer.json() }
        return .object(object)
    }

    private static func matches(_ template: String, _ path: Substring) -> Bool {
        let (parts, names) = (path.split(separator: "/"), template.split(separator: "/"))
        return parts.count == names.count && zip(parts, names).allSatisfy { $1.hasPrefix("{") || $0 == $1 }
    }
}
