import EventLog
import LearningRecord
import LibPQ
import Testing

/// Many appends in a row, each with something else in its transaction.
@Suite("Steps of appends")
struct StepsTests {
    private actor Source {
        private var steps: [EventLog.Step]

        init(_ steps: [EventLog.Step]) { self.steps = steps }

        func next() -> EventLog.Step? { steps.isEmpty ? nil : steps.removeFirst() }
    }

    private struct Refusal: Error {}

    @Test("steps are stored in their order, each with what goes before it, and none after one that fails")
    func order() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 31)
            let chunks = (0..<4).map { _ in maker.next(3) }
            let tenant = fixture.district.tenant
            let source = Source(
                chunks.enumerated().map { place, events in
                    EventLog.Step(events: events) { session in
                        try session.execute(
                            """
                            insert into ref.event_file (tenant, source, bytes, lines, digest, reject_bytes)
                            values (\(tenant), \("step \(place)"), 0, 0, '', 0)
                            """)
                        if place == 2 { throw Refusal() }
                    }
                })
            var told: [EventID] = []
            await #expect(throws: Refusal.self) {
                try await fixture.log.append(steps: { await source.next() }) { told += $0.events.map(\.id) }
            }
            #expect(told == (chunks[0] + chunks[1]).map(\.id))
            #expect(try await fixture.log.read(after: 0, limit: 100).map(\.event.id) == told)
            let beside = try await fixture.log.run {
                try $0.query("select source from ref.event_file order by source").map { try $0[0, as: String.self] }
            }
            #expect(beside == ["step 0", "step 1"])
        }
    }
}
