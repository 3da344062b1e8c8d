import ArgumentParser
import EventLog
import LearningRecord
import ReferenceData

/// `waymark access-request list`.
struct AccessRequestList: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the requests to see a record that are open.",
        discussion: """
            EXAMPLE
              waymark access-request list
              waymark access-request list --all --csv

            NEXT
              `waymark access-request close LEARNER --answer shown` records an answer.
            """)

    @Flag(help: "Those that were answered, too.")
    var all = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    /// The day by which a request is to be answered.
    static func due(_ asked: Instant) -> CalendarDate {
        CalendarDate(daysSince1970: asked.date.daysSince1970 + AccessRequested.daysToAnswer)
    }

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let requests = try await log.accessRequests()
            let (tenant, ids) = (log.district.tenant, Array(requests.keys))
            let people = try await log.run { try PersonDirectory.people($0, tenant: tenant, ids: ids) }
            let names = Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }
            var table = Table([
                .text("Asked on", "askedOn"), .text("Who asks", "requester"), .text("Learner", "name"),
                .text("Answer by", "due"), .text("Answer", "answer"), .text("Answered on", "answeredOn"),
                .text("Request", "request"), .machine("learner"),
            ])
            let asked = requests.values.joined().filter { $0.event.kind == .accessRequested }
            for recorded in asked.sorted(by: { $0.position < $1.position }) {
                guard case .accessRequested(let facts) = recorded.event.facts else { continue }
                let given = Self.answer(to: recorded.event.id, in: requests[recorded.event.learner] ?? [])
                if given != nil, !all { continue }
                table.add([
                    .text("\(recorded.event.occurredAt.date)"), .text(facts.requester.rawValue),
                    .optional(names[recorded.event.learner] ?? nil), .text("\(Self.due(recorded.event.occurredAt))"),
                    given.map { .text($0.answer.rawValue) } ?? "open", .optional(given?.on),
                    .text("\(recorded.event.id)"), .text("\(recorded.event.learner)"),
                ])
            }
            try answer.show(table, note: table.rows.isEmpty ? "No request is open." : nil)
        }
    }

    /// The newest answer to a request.
    private static func answer(
        to request: EventID, in events: [RecordedEvent]
    ) -> (answer: AccessAnswered.Answer, on: CalendarDate)? {
        for recorded in events.reversed() {
            if case .accessAnswered(let facts) = recorded.event.facts, facts.request == request {
                return (facts.answer, recorded.event.occurredAt.date)
            }
        }
        return nil
    }
}
