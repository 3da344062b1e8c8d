import EventLog
import Hummingbird
import LearningRecord

/// What left a learner's record, and who has looked at it: for the learner, the family and the registrar (34 CFR 99.32).
enum DisclosureRoutes {
    static let all = [
        Endpoint(
            "readDisclosures", .get, "/api/v1/learners/{learner}/disclosures", .record(.disclosures),
            parameters: [.after, .limit, "words"]
        ) { try await disclosures($0) },
        Endpoint(
            "readReads", .get, "/api/v1/learners/{learner}/reads", .record(.disclosures),
            parameters: ["before", .limit]
        ) { try await reads($0) },
    ]

    /// What tells of somebody outside who saw something, or asked to.
    private static let kinds: Set<EventKind> = [
        .disclosed, .accessRequested, .accessAnswered, .transcriptIssued, .transcriptSuperseded, .transcriptRevoked,
    ]

    private static func disclosures(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let after = try visit.query.number("after", in: 0...Int64.max) ?? 0
        let limit = Int(try visit.query.number("limit", in: 1...1_000) ?? 100)
        let words = try visit.query.flag("words")
        let history = try await log.read(learners: visit.basis.ids).values.flatMap(\.self)
            .sorted { $0.position < $1.position }
        // Whether it was taken back depends on all that came after it.
        let standing = Corrections.status(of: history)
        let all = history.filter { kinds.contains($0.event.kind) && $0.position > after }
        let page = Array(all.prefix(limit))
        let opened = words ? try await log.open(page) : page
        let items = opened.map { recorded -> JSON in
            var recorded = recorded
            // The document itself is the registrar's to give out.
            if recorded.event.kind == .transcriptIssued { recorded.event.words = [:] }
            guard var object = recorded.json.object else { return recorded.json }
            object["counts"] = .bool(standing[recorded.event.id] ?? .counts == .counts)
            return .object(object)
        }
        return .json(
            .object([
                "events": .array(items), "more": .bool(all.count > limit),
                "next": .whole(page.last?.position ?? after),
            ]))
    }

    private static func reads(_ visit: Visit) async throws -> Response {
        let limit = Int(try visit.query.number("limit", in: 1...1_000) ?? 100)
        let looks = try await ReadLog(log: try visit.log()).looks(
            at: visit.basis.ids, before: try visit.query.moment("before"), limit: limit + 1)
        let page = looks.prefix(limit)
        let items = page.map { look in
            JSON.object([
                "at": .string(look.at.description), "reader": .string(look.reader), "isSystem": .bool(look.isSystem),
                "what": .string(look.what), "why": .string(look.why), "everyRecord": .bool(look.learner == nil),
            ])
        }
        return .json(visit.page("reads", items, next: looks.count > limit ? page.last?.at.description : nil))
    }
}
