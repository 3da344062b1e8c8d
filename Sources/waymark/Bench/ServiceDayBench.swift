import EventLog
import Foundation
import LearningRecord
import LibPQ
import Service
import Synchronization

/// School days of the service: so many events a second come in over 50 districts, in requests of some events each as when a
/// teacher looks at a group's work, and then one in a request, while people open pages of the largest district, an invented
/// one with its roster, framework and past. Every learner of the others is known too, by an event of an earlier day.
///
/// Every time is the client's, from sending a request to having read its answer, unless it says to be the service's own.
struct ServiceDayBench {
    let database: BenchDatabase
    let rounds: Int
    /// A folder of `waymark-sample district`.
    let sample: String
    /// Events of a request, where there are some.
    let call: Int
    /// Events a second, of all districts together: a day for each.
    let rates: [Int]
    private static let districts = 50
    private static let senders = 25
    /// Looks a second.
    private static let pages = 50.0
    private static let figures = 2.0
    private static let watched = 20.0
    private static let duration = Duration.seconds(20)
    private static let warmUp = Duration.seconds(10)

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        let school = ServiceDay(database: database, sample: sample)
        try await school.prepare(progress)
        let service = try ServiceProcess.start(over: database)
        defer { service.end() }
        let people = try await people(of: school, service.port)
        let classes = people.senders + people.watchers
        for (place, events) in classes.enumerated() {
            progress("a past for every learner, \(place) of \(classes.count) classes")
            try events.bringPast(HTTPSource(port: service.port))
        }
        progress("tidying up")
        try await school.tidyUp()
        var measurements: [Measurement] = []
        let days = rates.flatMap { rate in Set([call, 1]).sorted(by: >).map { Day(rate: Double(rate), call: $0) } }
        for day in days {
            let clients = ServiceClients(port: service.port, clients: clients(people, day))
            var times: [String: [[Double]]] = [:]
            var reached: [Double] = []
            for round in 0...rounds {
                progress("a school day, \(day.name), round \(round) of \(rounds)")
                let length = round == 0 ? Self.warmUp : Self.duration
                let found = try await clients.run(for: length)
                let own = service.times(of: "/learners/{learner}/path")
                if round == 0 { continue }
                for (kind, values) in found { times[kind, default: []].append(values) }
                times["own", default: []].append(own)
                reached.append(Double((found["append"]?.count ?? 0) * day.call) / length.inSeconds)
            }
            measurements += self.measurements(times, reached, day)
        }
        measurements.append(
            Measurement(
                what: "memory of the service, at most", comparedWith: "an absolute bar", unit: "MB",
                product: [service.peakMegabytes], other: [], bar: 200))
        return measurements
    }

    /// How events come in on a day.
    private struct Day {
        /// Events a second.
        let rate: Double
        /// Events of a request.
        let call: Int

        var name: String {
            "\(Int(rate)) events a second, " + (call == 1 ? "one a request" : "\(call) a request")
        }
    }

    private func measurements(
        _ times: [String: [[Double]]], _ reached: [Double], _ day: Day
    ) -> [Measurement] {
        func bar(_ what: String, _ kind: String, of hundred: Int, _ bar: Double) -> Measurement {
            let product = (times[kind] ?? []).filter { !$0.isEmpty }.map { $0[$0.count * hundred / 100] * 1_000 }
            return Measurement(
                what: "\(day.name): \(what)", comparedWith: "an absolute bar", unit: "µs", product: product, other: [],
                bar: bar * 1_000)
        }
        return [
            bar("from an append's answer to its row in the continuum, the middle", "visible", of: 50, 50),
            bar("from an append's answer to its row, of 100 the slowest", "visible", of: 99, 250),
            bar("a learner's path page, the middle", "page", of: 50, 20),
            bar("a learner's path page, of 100 the slowest", "page", of: 99, 20),
            bar("the same by the service's own log, of 100 the slowest", "own", of: 99, 20),
            bar("the access page of 60 schools, the middle", "figures", of: 50, 100),
            bar("the access page of 60 schools, of 100 the slowest", "figures", of: 99, 100),
            bar("an append over HTTP meanwhile, of 100 the slowest", "append", of: 99, 250),
            Measurement(
                what: "\(day.name): events taken meanwhile", comparedWith: "what was to come", unit: "events/s",
                product: reached,
                other: reached.map { _ in day.rate }, bar: 0.97),
        ]
    }

    // MARK: Who asks

    /// Who may come in, by what they show, and whom they look at.
    private struct People {
        let learners: [LearnerID]
        /// What is appended in turn, and what is waited for.
        let senders: [ServiceDayEvents]
        let watchers: [ServiceDayEvents]
        let registrar: String
        let analyst: String
    }

    private func people(of school: ServiceDay, _ port: UInt16) async throws -> People {
        let tokens = try await school.tokens(districts: Self.districts)
        let senders = (0..<Self.senders).map { sender in
            let own = stride(from: sender, to: tokens.count, by: Self.senders).map { tokens[$0] }
            return ServiceDayEvents(own, learners: 500, seed: UInt64(sender) + 500)
        }
        let watchers = (0..<4).map { ServiceDayEvents(tokens, learners: 20, seed: UInt64($0) + 900) }
        return People(
            learners: try await school.learners(), senders: senders, watchers: watchers,
            registrar: try await school.session(.registrar, on: port),
            analyst: try await school.session(.analyst, on: port))
    }

    private func clients(_ people: People, _ day: Day) -> [ServiceClients.Client] {
        let (learners, registrar, analyst) = (people.learners, people.registrar, people.analyst)
        var clients: [ServiceClients.Client] = []
        for events in people.senders {
            clients.append(
                .init(kind: "append", rate: day.rate / Double(Self.senders * day.call)) { source in
                    try source.timed(events.next(day.call).request, wanting: 201).milliseconds
                })
        }
        for events in people.watchers {
            let share = Double(people.watchers.count)
            clients.append(.init(kind: "visible", rate: Self.watched / share) { try Self.untilVisible(events, $0) })
            clients.append(
                .init(kind: "page", rate: Self.pages / share) { source in
                    let learner = learners[Int.random(in: learners.indices)]
                    let request = HTTPSource.request(
                        "GET", "/learners/\(learner)/path", headers: registrar)
                    return try source.timed(request, wanting: 200).milliseconds
                })
        }
        clients.append(
            .init(kind: "figures", rate: Self.figures) { source in
                try source.timed(HTTPSource.request("GET", "/equity", headers: analyst), wanting: 200).milliseconds
            })
        return clients
    }

    /// How long after an append's answer the continuum is answered that has it.
    private static func untilVisible(_ events: ServiceDayEvents, _ source: HTTPSource) throws -> Double {
        let event = events.next(1)
        let receipt = try source.timed(event.request, wanting: 201).answer
        guard let position = receipt.value(of: "Waymark-Position") else {
            throw Failure("an append's answer has no position")
        }
        let path = "/api/v1/learners/\(event.learner)/continuum?atLeast=\(position)"
        let request = HTTPSource.request("GET", path, token: event.token)
        let begin = ContinuousClock.now
        // What is told to come back does, and has waited for all of it.
        while true {
            let answer = try source.send(request)
            if answer.status == 200 { return begin.duration(to: .now).inSeconds * 1_000 }
            guard answer.status == 503, begin.duration(to: .now) < .seconds(60) else {
                throw Failure("the continuum answered \(answer.status)")
            }
        }
    }
}
