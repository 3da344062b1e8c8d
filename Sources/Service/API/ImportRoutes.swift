import Crypto
import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import Interchange
import LearningRecord
import NIOCore

/// Bringing rosters, frameworks and files of events in, in the background, and what became of them.
enum ImportRoutes {
    /// Bytes of a file, at the most.
    static let limit = 256 << 20

    static let all = [
        Endpoint(
            "importRoster", .post, "/api/v1/imports/roster", .duty(.importData),
            parameters: ["name", "dryRun", "asOf", "allowManyEndings", .repeated("match"), "reusedIds"],
            bodyLimit: limit, deadline: nil
        ) { try await roster($0) },
        Endpoint(
            "importFramework", .post, "/api/v1/imports/framework", .duty(.importData), parameters: ["name", "dryRun"],
            bodyLimit: CASEDecoder.maximumBytes, deadline: nil
        ) { try await framework($0) },
        Endpoint(
            "importEvents", .post, "/api/v1/imports/events", .duty(.importData), parameters: ["name", "dropGrades"],
            bodyLimit: limit, deadline: nil
        ) { try await events($0) },
        Endpoint("listImports", .get, "/api/v1/imports", .duty(.importData), parameters: ["before", .limit]) {
            try await list($0)
        },
        Endpoint("readImport", .get, "/api/v1/imports/{run}", .duty(.importData)) { try await read($0) },
        Endpoint("readRejects", .get, "/api/v1/imports/{run}/rejects", .duty(.importData), deadline: nil) {
            try await rejects($0)
        },
    ]

    // MARK: Asking for one

    private static func roster(_ visit: Visit) async throws -> Response {
        try require(["application/zip", "application/x-zip-compressed"], visit)
        let query = visit.query
        let rules = try query.texts("match").map { text throws(Problem) in
            guard let rule = RosterIdentityRule(rawValue: text) else {
                throw query.wrong(
                    "match", "one of " + RosterIdentityRule.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return rule
        }
        let today = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)).date
        let options = RosterImportOptions(
            asOf: try query.day("asOf") ?? today, isDryRun: try query.flag("dryRun"),
            allowsManyEndings: try query.flag("allowManyEndings"), matching: Set(rules),
            reusedIDs: try query.choice("reusedIds") ?? .refuse, problemLimit: ImportEnd.toldProblems)
        return try await take(visit, .roster(options), name: "roster.zip", limit: limit)
    }

    private static func framework(_ visit: Visit) async throws -> Response {
        try require(["application/json"], visit)
        return try await take(
            visit, .framework(isDryRun: try visit.query.flag("dryRun")), name: "framework.json",
            limit: CASEDecoder.maximumBytes)
    }

    private static func events(_ visit: Visit) async throws -> Response {
        try require(["application/x-ndjson", "application/jsonl"], visit)
        return try await take(
            visit, .events(dropsGrades: try visit.query.flag("dropGrades")), name: "events.jsonl", limit: limit
        )
    }

    private static func require(_ types: [String], _ visit: Visit) throws(Problem) {
        let type = visit.request.mediaType
        guard type.map(types.contains) ?? false else {
            throw Problem(.unsupportedType, "Send \(types[0]), not \(type ?? "a body without a Content-Type").")
        }
    }

    private static func take(
        _ visit: Visit, _ work: ImportJob.Work, name: String, limit: Int
    ) async throws -> Response {
        let log = try visit.log()
        let source = visit.query.text("name") ?? name
        guard source.count <= 200, !source.contains("/"), source.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
            throw visit.query.wrong("name", "the name of a file, of 1 to 200 characters")
        }
        let length = visit.request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard length <= limit else { throw Problem(.tooLarge, "A file of this sort has at most \(limit) bytes.") }
        let id = ImportID(UUID())
        let key = try AppendBody.key(visit)
        let file = try await visit.service.imports.folder.receive(visit.request.body, as: id, limit: limit)
        let job = ImportJob(id: id, log: log, work: work, source: source, file: file.hold)
        let (run, state) = try await ask(
            job, visit,
            key: key.map { ImportStore.RequestKey(text: $0, digest: digest(of: file, visit, work.format)) })
        let path = "/api/v1/imports/\(run)"
        var response = Response.json(
            .object([
                "run": .string(run.description), "state": .string(state.rawValue), "location": .string(path),
            ]),
            status: .accepted)
        response.headers[.location] = path
        return response
    }

    /// Over all that makes a request what it is: the sort of file, the parameters in any order, and the file.
    private static func digest(
        of file: ImportFolder.Received, _ visit: Visit, _ format: ImportFormat
    ) -> [UInt8] {
        let parameters = (visit.request.uri.query ?? "").split(separator: "&").sorted().joined(separator: "&")
        var hash = SHA256()
        hash.update(data: Array("\(format.rawValue)?\(parameters)\n".utf8))
        hash.update(data: file.digest)
        return Array(hash.finalize())
    }

    /// Writes down what is asked for, whose file has come, and has it done in the background. What was asked for before by
    /// the same key is that one; where it was cut off, it goes on with this file.
    /// - Throws: ``Problem`` where too many wait, or where the key stands for something else; then the file is discarded.
    @discardableResult
    static func ask(
        _ job: ImportJob, _ visit: Visit, key: ImportStore.RequestKey? = nil
    ) async throws -> (run: ImportID, state: ImportState) {
        let queue = visit.service.imports
        let store = ImportStore(log: job.log)
        do {
            switch try await store.add(job.id, job.work, source: job.source, by: try visit.someone().name, key: key) {
            case .taken:
                queue.add(job)
                return (job.id, .waiting)
            case .full:
                throw Problem(.overloaded, "Many imports wait already; send this one again later.", retryAfter: 60)
            case .other:
                throw Problem(
                    .reusedID,
                    "This Idempotency-Key came with another file or other parameters before; take a new one for a new "
                        + "import.")
            case .known(let run, let state):
                guard state == .stopped || state == .interrupted, try await store.reopen(run, work: job.work) else {
                    queue.folder.discard(job.id)
                    return (run, state)
                }
                try queue.folder.pass(job.id, to: run)
                queue.add(ImportJob(id: run, log: job.log, work: job.work, source: job.source, file: job.file))
                return (run, .waiting)
            }
        } catch {
            queue.folder.discard(job.id)
            throw error
        }
    }

    // MARK: What became of them

    private static func list(_ visit: Visit) async throws -> Response {
        let limit = Int(try visit.query.number("limit", in: 1...1_000) ?? 100)
        let found = try await ImportStore(log: try visit.log()).newest(
            before: try visit.query.moment("before"), limit: limit + 1)
        let page = found.prefix(limit)
        return .json(
            visit.page(
                "imports", page.map { .object($0.summary) },
                next: found.count > limit ? page.last?.requestedAt.description : nil))
    }

    private static func read(_ visit: Visit) async throws -> Response {
        guard let found = try await ImportStore(log: try visit.log()).one(try visit.path("run")) else {
            throw Problem.notFound
        }
        return .tagged(found.json, for: visit.request)
    }

    static func rejects(_ visit: Visit) async throws -> Response {
        let id: ImportID = try visit.path("run")
        guard let found = try await ImportStore(log: try visit.log()).one(id),
            found.report?["rejected"]?.integer ?? 0 > 0
        else { throw Problem.notFound }
        let path = visit.service.imports.folder.rejects(id)
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Problem(.gone, "The rejected lines are not kept here any more; import the file again to see them.")
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/x-ndjson", .cacheControl: "no-store",
                .contentDisposition: #"attachment; filename="rejects.jsonl""#,
            ],
            body: ResponseBody { writer in
                defer { try? file.close() }
                while let part = try file.read(upToCount: 1 << 16), !part.isEmpty {
                    try await writer.write(ByteBuffer(bytes: part))
                }
                try await writer.finish(nil)
            })
    }
}

extension Principal {
    /// What people call who asks.
    var name: String {
        switch identity {
        case .account(let account, _): account.name
        case .token(let token): token.name
        }
    }
}
