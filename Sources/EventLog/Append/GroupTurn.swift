import LearningRecord
import LibPQ

/// One turn of a grouping writer with a connection: takes callers from the queue, sends them in groups, and answers them.
struct GroupTurn {
    typealias Caller = GroupingWriter.Caller
    /// Access to the queue, alone.
    typealias Queue = ((inout GroupQueue<Caller>) -> Void) -> Void

    private struct Group {
        let call: PreparedAppend
        let callers: ArraySlice<Caller>
        let start: ContinuousClock.Instant
    }

    /// After which no more callers are taken and the connection is given back, so that others get their turn with it:
    /// whether or not there are any, and where there are.
    private static let (length, shareLength) = (Duration.milliseconds(100), Duration.milliseconds(10))

    let tenant: Int32
    let inputType: UInt32
    /// Events that one transaction takes at the most.
    let limit: Int
    let hints: CommitHints
    /// Whether others wait for the connection.
    let isWanted: () -> Bool
    let observe: (@Sendable (GroupingWriter.Group) -> Void)?

    /// Whether the queue was found empty, and whoever comes next begins anew.
    private(set) var isAtRest = false
    private let clock = ContinuousClock()
    private var taken: ArraySlice<Caller> = []
    private var underWay: ArraySlice<Group> = []
    private var refused: [(callers: ArraySlice<Caller>, error: PostgresError)] = []

    init(
        tenant: Int32, inputType: UInt32, limit: Int, hints: CommitHints, isWanted: @escaping () -> Bool,
        observe: (@Sendable (GroupingWriter.Group) -> Void)?
    ) {
        (self.tenant, self.inputType, self.limit, self.hints) = (tenant, inputType, limit, hints)
        self.isWanted = isWanted
        self.observe = observe
    }

    /// Ends when nobody waits, after some time, or when a group was refused; what was taken is answered or refused.
    mutating func run(in pipeline: Pipeline, queue: Queue) throws(PostgresError) {
        let start = clock.now
        var waited = false
        while true {
            if pipeline.isAnswered {
                receive(from: pipeline, queue: queue)
                waited = false
                continue
            }
            let isWanted = isWanted()
            if taken.isEmpty, refused.isEmpty, clock.now - start < (isWanted ? Self.shareLength : Self.length) {
                var step = GroupQueue<Caller>.Step.rest
                queue { step = $0.next(underWay: underWay.count, waited: waited, isWanted: isWanted) }
                switch step {
                case .send(let callers): taken = callers[...]
                case .wait(let limit):
                    waited = try !pipeline.wait(atMost: limit)
                    continue
                case .rest:
                    isAtRest = true
                    return
                }
            }
            if !taken.isEmpty, underWay.count < GroupQueue<Caller>.depth {
                try send(takeGroup(), in: pipeline)
            } else if underWay.isEmpty {
                return
            } else {
                _ = try pipeline.wait(atMost: nil)
            }
        }
    }

    /// As many of those taken, in their order, as fit into one call and do not depend on one another.
    private mutating func takeGroup() -> Group {
        var call = taken[taken.startIndex].prepared
        var size = 1
        for caller in taken.dropFirst() {
            guard call.places.count + caller.prepared.places.count <= limit, call.join(caller.prepared) else { break }
            size += 1
        }
        defer { taken = taken.dropFirst(size) }
        return Group(call: call, callers: taken.prefix(size), start: clock.now)
    }

    private mutating func send(_ group: Group, in pipeline: Pipeline) throws(PostgresError) {
        underWay.append(group)
        try pipeline.send([group.call.statement(tenant: tenant, inputType: inputType)])
    }

    private mutating func receive(from pipeline: Pipeline, queue: Queue) {
        guard let group = underWay.popFirst() else { return }
        do throws(PostgresError) {
            let rows = try pipeline.receive()
            answer(group.callers, with: try group.call.receipt(from: rows[0]))
            observe?(
                .init(
                    callers: group.callers.count, events: group.call.places.count, duration: clock.now - group.start))
        } catch {
            refused.append((group.callers, error))
        }
        // One of two waited at the server while the other was worked on.
        let duration = (clock.now - group.start) / (underWay.isEmpty ? 1 : 2)
        let others = underWay.reduce(taken.count) { $0 + $1.callers.count }
        queue { $0.answered(group.callers.count, others: others, after: duration) }
    }

    private func answer(_ callers: ArraySlice<Caller>, with receipt: AppendReceipt) {
        hints.committed(tenant)
        var start = 0
        for caller in callers {
            let end = start + caller.prepared.places.count
            caller.continuation.resume(
                returning: AppendReceipt(
                    positions: Array(receipt.positions[start..<end]), firstNew: receipt.firstNew,
                    recordedAt: receipt.recordedAt))
            start = end
        }
    }

    /// Tells all who have no answer that there will be none.
    mutating func fail(_ error: PostgresError) {
        refused += (underWay.map(\.callers) + [taken]).map { ($0, error) }
        (underWay, taken) = ([], [])
    }

    /// Sends the callers of refused groups one by one, outside of the pipeline: whoever is refused now is at fault. Where
    /// the connection was lost they are told so.
    mutating func sendRefused(on session: Session) {
        let mayTry = session.isUsable
        for (callers, error) in refused {
            for caller in callers {
                do throws(PostgresError) {
                    guard mayTry else { throw error }
                    let receipt = try caller.prepared.send(session, tenant: tenant, inputType: inputType)
                    answer([caller], with: receipt)
                } catch {
                    caller.continuation.resume(throwing: EventLogError.reading(error))
                }
            }
        }
        refused = []
    }
}
