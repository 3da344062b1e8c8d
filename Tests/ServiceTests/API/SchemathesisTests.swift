import Foundation
import LearningRecord
import TestSupport
import Testing

@testable import Service

/// Requests that nobody thought of, made from the document by `schemathesis`: none may meet an error of the service, and no
/// answer may differ from what the document says.
@Suite(.enabled(if: PythonProgram.hasSchemathesis, "python3 with schemathesis is not here"), .serialized)
struct SchemathesisTests {
    /// What is asked of every answer.
    private static let checks = [
        "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
        "response_schema_conformance", "unsupported_method", "allow_header_conformance", "ignored_auth",
    ]

    /// What went wrong, and by which request, without all that is around it.
    private static func told(_ output: String) -> String {
        let lines = output.split(separator: "\n").filter { line in
            ["___", "- ST", "curl ", "[4", "[5", "  Response", "  - "].contains { line.contains($0) }
        }
        return String(lines.joined(separator: "\n").prefix(12_000)) + output.suffix(1_500)
    }

    private func run(
        _ service: RunningService, _ more: [String], examples: Int, excluding: [String] = []
    ) async throws -> (String, Int32) {
        var arguments = [
            PythonProgram.script("run_schemathesis.py"), "run",
            service.url + "/openapi.json", "--phases", "examples,coverage,fuzzing", "--max-examples", String(examples),
            "--checks", Self.checks.joined(separator: ","), "--seed", "134", "--no-shrink",
            "--continue-on-failure", "--request-timeout", "20", "--generation-database", "none",
            "--suppress-health-check",
            "all", "--warnings", "off", "--no-color",
            // Goes on for ever.
            "--exclude-operation-id", "followEvents",
        ]
        for name in excluding { arguments += ["--exclude-operation-id", name] }
        return try await PythonProgram.outcome("python3", arguments + more)
    }

    @Test(.longTimeLimit)
    func
        `No request that the document allows or forbids breaks the service or the document, with a token of all scopes`()
        async throws
    {
        try await RunningService.with { service in
            let small = try await SmallSchool(service)
            guard case .token(let token) = try await service.token() else { return }
            let (output, status) = try await run(service, ["--header", "Authorization: Bearer \(token)"], examples: 8)
            #expect(status == 0, "\(Self.told(output))")
            // Whatever came, the log verifies, and what was there still is.
            #expect(try await service.get("/api/v1/learners/\(small.ada)", as: .token(token)).status == 200)
        }
    }

    @Test(.longTimeLimit)
    func `Who shows nothing gets nothing, whatever is asked`() async throws {
        try await RunningService.with(follows: false) { service in
            _ = try await SmallSchool(service)
            let (output, status) = try await run(service, [], examples: 3)
            #expect(status == 0, "\(Self.told(output))")
        }
    }
}
