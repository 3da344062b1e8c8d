import Interchange
import Synchronization

/// Says how far a district's export or import came, and about how long it still takes.
final class DistrictSteps: Sendable {
    private let done: String
    /// An estimate for each of the long parts, from when it began.
    private let estimates = Mutex<[String: Estimate]>([:])

    /// - Parameter done: what is done with events, such as "written".
    init(_ done: String) {
        self.done = done
    }

    /// One line.
    func text(_ step: DistrictProgress) -> String {
        switch step {
        case .checking(let lines, let all): text("lines checked", lines, all)
        case .events(let events, let all): text("events \(done)", events, all)
        case .files(let files, let all): text("files of evidence \(done)", files, all)
        case .table(let name): "reference data and access: \(name)"
        }
    }

    private func text(_ what: String, _ count: Int64, _ all: Int64) -> String {
        let estimate = estimates.withLock { known in
            let estimate = known[what] ?? Estimate()
            known[what] = estimate
            return estimate
        }
        let rest = estimate.rest(done: count, of: all).map { ", \($0)" } ?? ""
        return "\(Cell.grouped(count)) of \(Cell.grouped(all)) \(what)\(rest)"
    }
}
