import AsyncHTTPClient
import EventLog
import Foundation
import LearningRecord
import LibPQ
import NIOCore
import NIOHTTP1
import Testing

@testable import Service

/// A section of today with three learners, and somebody who teaches it and signed in.
struct SectionClass {
    let small: SmallSchool
    let service: RunningService
    let teacher: Caller
    /// In the same section, before Ben and Ada by name.
    let zoe: LearnerID

    init(_ service: RunningService) async throws {
        self.service = service
        small = try await SmallSchool(service)
        zoe = try await service.person("s-9", "Zoe", "Abbot", role: "student")
        try await service.enrol(zoe, in: small.section, at: small.school)
        teacher = try await service.account("grace", person: small.teacher)
        try await settle()
    }

    var path: String { "/sections/\(small.section)" }

    /// Evidence of a learner on a competency.
    func evidence(
        _ learner: LearnerID, at ordinal: Int, task: String, on date: String,
        competency: CompetencyID = RunningService.ratios, by role: Role = .system, person: PersonID? = nil
    ) throws -> LearningEvent {
        var event = try service.event(
            .evidence(
                Evidence(
                    form: .artifact,
                    claims: [.init(competency: competency, level: try #require(Level(ordinal)))],
                    task: try service.label(task))), of: learner, on: date, section: small.section,
            words: ["title": task])
        event.assertedBy = Assertion(person: person, role: role)
        return event
    }

    /// Appends, and waits until pages show it.
    func append(_ events: [LearningEvent]) async throws {
        let last = try await service.append(events)
        try await settle(at: last)
    }

    /// Waits until the tables have come to a position.
    func settle(at position: Int64? = nil) async throws {
        let position = if let position { position } else { try await service.log.head() }
        let end = ContinuousClock.now + .seconds(20)
        while try await Freshness.position(service.log) < position, .now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Opens a page.
    func get(_ path: String, as caller: Caller? = nil) async throws -> PageAnswer {
        try await send(path, as: caller ?? teacher)
    }

    /// Sends a form; goes where it leads.
    func post(_ path: String, _ fields: [(String, String)], as caller: Caller? = nil) async throws -> PageAnswer {
        func escaped(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        }
        let body = fields.map { "\(escaped($0.0))=\(escaped($0.1))" }.joined(separator: "&")
        return try await send(path, as: caller ?? teacher, form: body)
    }

    private func send(_ path: String, as caller: Caller, form: String? = nil) async throws -> PageAnswer {
        var request = HTTPClientRequest(url: service.url + path)
        for (name, value) in caller.headers { request.headers.add(name: name, value: value) }
        if let form {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: form))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 8 << 20)
        return PageAnswer(status: Int(response.status.code), text: String(buffer: body))
    }

    /// The events of a kind in a learner's record.
    func events(_ kind: EventKind, of learner: LearnerID) async throws -> [LearningEvent] {
        try await service.log.open(try await service.log.read(learner: learner)).map(\.event).filter { $0.kind == kind }
    }

    /// The looks at a learner's record that were noted.
    func looks(at learner: LearnerID, what: String) async throws -> [String] {
        let tenant = service.log.district.tenant
        return try await service.log.run { session in
            try session.query(
                """
                select why from access.record_read where tenant = \(tenant) and learner = \(learner) and what = \(what)
                """
            ).column(as: String.self)
        }
    }
}

/// A page that a test got.
struct PageAnswer {
    let status: Int
    let text: String

    /// Whether it holds a text.
    func has(_ part: String) -> Bool { text.contains(part) }

    /// Names in the order in which the page has them, each where it stands first behind `start`.
    func order(of names: [String], behind start: String = "<form") -> [String] {
        let rest = text.range(of: start).map { text[$0.upperBound...] } ?? text[...]
        return names.compactMap { name in rest.range(of: ">" + name).map { (name, $0.lowerBound) } }
            .sorted { $0.1 < $1.1 }.map(\.0)
    }

    /// The value of the first hidden field of a name.
    func hidden(_ name: String) -> String? {
        guard let start = text.range(of: #"name="\#(name)" value=""#) else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }
}
