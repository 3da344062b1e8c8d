import Foundation
import TestSupport
import Testing

/// The official JSON schema of CASE 1.1, through an independent validator: `jsonschema` of Python.
enum OfficialSchema {
    /// Whether Python has it.
    static let canValidate: Bool = {
        (try? run(["-c", "import jsonschema"]).status) == 0
    }()

    /// What the schema says against a package: a line a problem, at most five; empty when it is valid.
    static func problems(_ package: [UInt8]) throws -> String {
        let schema = try #require(SharedData.url("standards/case/case-v1p1-cfpackage.official.json"))
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("case-\(UUID().uuidString).json")
        try Data(package).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let result = try run(["-c", script, schema.path, file.path])
        try #require(result.status == 0)
        return result.output
    }

    private static let script = """
        import json, sys, uuid, datetime, jsonschema
        checker = jsonschema.FormatChecker()
        checker.checks("uuid", ValueError)(lambda value: bool(uuid.UUID(value)))
        checker.checks("date-time", ValueError)(
            lambda value: datetime.datetime.fromisoformat(value.replace("Z", "+00:00")).tzinfo is not None)
        schema, package = [json.load(open(path, encoding="utf-8")) for path in sys.argv[1:]]
        validator = jsonschema.Draft201909Validator(schema, format_checker=checker)
        for index, problem in enumerate(validator.iter_errors(package)):
            if index == 5: break
            print(problem.json_path, problem.message[:300])
        """

    private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
