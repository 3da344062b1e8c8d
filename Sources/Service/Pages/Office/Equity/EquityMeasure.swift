import Projections

/// A figure of access that people can choose to see.
enum EquityMeasure: String, CaseIterable, Sendable {
    case offered, accepted, started, completed, never, met

    /// What is counted.
    var number: AccessNumber {
        switch self {
        case .offered: .offered
        case .accepted: .accepted
        case .started: .started
        case .completed: .completed
        case .never: .neverOffered
        case .met: .met
        }
    }

    /// That of which it is a part.
    var whole: AccessNumber { number.whole ?? .enrolled }

    /// What can be explained person by person; `nil` where nothing is kept of it.
    var explained: AccessMeasure? {
        switch self {
        case .offered: .offered
        case .accepted: .accepted
        case .started: .started
        case .completed: .completed
        case .never: .neverOffered
        case .met: nil
        }
    }
}

extension AccessRelease.Line {
    /// The figure with its denominator; `nil` where one of them must not be shown.
    func share(_ measure: EquityMeasure) -> Share? { Share(self[measure.number], of: self[measure.whole]) }

    /// A part with its denominator; `nil` where one of them must not be shown.
    func share(_ number: AccessNumber) -> Share? { Share(self[number], of: number.whole.flatMap { self[$0] }) }
}
