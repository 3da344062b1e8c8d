import Foundation
import LearningRecord
import Projections

/// Counts access the slow and plain way: learner by learner, day by day, from the rows of the fold.
struct NaiveAccess {
    struct Term {
        let id: TermID
        let from: CalendarDate
        let to: CalendarDate
    }

    struct Membership {
        let learner: LearnerID
        let dimension: String
        let group: String
        let from: CalendarDate?
        let to: CalendarDate?
    }

    struct Key: Hashable {
        let school: SchoolID
        let term: TermID
        let dimension: String
        let group: String
        let form: String
    }

    struct Counts: Hashable {
        var enrolled: Set<LearnerID> = []
        var offered: Set<LearnerID> = []
        var accepted: Set<LearnerID> = []
        var started: Set<LearnerID> = []
        var completed: Set<LearnerID> = []
        var neverOffered: Set<LearnerID> = []
    }

    let terms: [Term]
    let memberships: [Membership]
    private(set) var cells: [Key: Counts] = [:]
    static let forms = ["any"] + EnrichmentOffered.Form.allCases.map(\.rawValue)

    mutating func add(_ learner: LearnerID, _ rows: [AccessRow]) {
        for term in terms {
            for school in Set(rows.compactMap { if case .presence(let row) = $0 { row.school } else { nil } }) {
                add(learner, rows, school, term)
            }
        }
    }

    private mutating func add(_ learner: LearnerID, _ rows: [AccessRow], _ school: SchoolID, _ term: Term) {
        let enrolments = rows.compactMap { if case .enrolment(let row) = $0 { row } else { nil } }
            .filter { $0.school == school }
        let days = (term.from.daysSince1970...term.to.daysSince1970).map { CalendarDate(daysSince1970: $0) }
        func isEnrolled(_ day: CalendarDate) -> Bool {
            enrolments.contains { $0.startsOn <= day && ($0.endsOn ?? day) >= day }
        }
        guard let first = days.first(where: isEnrolled) else { return }
        let offers = rows.compactMap { if case .offer(let row) = $0 { row } else { nil } }
            .filter { $0.school == school && days.contains($0.offeredOn) && isEnrolled($0.offeredOn) }
        for form in Self.forms {
            let offers = offers.filter { form == "any" || $0.form.rawValue == form }
            for (dimension, group) in groups(of: learner, on: first) {
                let key = Key(school: school, term: term.id, dimension: dimension, group: group, form: form)
                cells[key, default: .init()].enrolled.insert(learner)
                if offers.isEmpty { cells[key, default: .init()].neverOffered.insert(learner) }
            }
            for offer in offers {
                for (dimension, group) in groups(of: learner, on: offer.offeredOn) {
                    let key = Key(school: school, term: term.id, dimension: dimension, group: group, form: form)
                    cells[key, default: .init()].offered.insert(learner)
                    if offer.answer == .accepted { cells[key, default: .init()].accepted.insert(learner) }
                    if offer.startedAt != nil { cells[key, default: .init()].started.insert(learner) }
                    if offer.completedAt != nil { cells[key, default: .init()].completed.insert(learner) }
                }
            }
        }
    }

    private func groups(of learner: LearnerID, on day: CalendarDate) -> [(String, String)] {
        var groups = [("all", "everyone")]
        for dimension in Set(memberships.map(\.dimension)) {
            let held = memberships.filter {
                $0.learner == learner && $0.dimension == dimension && ($0.from ?? day) <= day
                    && day < ($0.to ?? CalendarDate(daysSince1970: .max))
            }
            groups += held.isEmpty ? [(dimension, "unknown")] : held.map { (dimension, $0.group) }
        }
        return groups
    }
}
