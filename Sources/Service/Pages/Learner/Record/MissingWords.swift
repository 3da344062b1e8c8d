import LearningRecord

/// What evidence still lacks before people decide, in the language of the page: never as a distance, always as what could
/// come next.
struct MissingWords {
    let words: PageWords

    /// The parts that are missing, as one phrase; empty where nothing is.
    func say(_ missing: [Readiness.Missing]) -> String {
        var lead: String?
        var details: [String] = []
        var last: String?
        for part in missing {
            switch part {
            case .pieces(let have, let need):
                lead = words(have == 0 ? "readiness.pieces" : "readiness.morePieces", count: need - have)
            case .tasks(let have, let need):
                if have > 0 { details.append(words("readiness.moreTasks", count: need - have)) }
                if have == 0, need > 1 { details.append(words("readiness.tasks", count: need)) }
            case .settings(let have, let need):
                details.append(
                    have == 0
                        ? words("readiness.settings", count: need) : words("readiness.moreSettings", count: need - have)
                )
            case .forms(let have, let need):
                if have > 0 { details.append(words("readiness.moreForms", count: need - have)) }
                if have == 0, need > 1 { details.append(words("readiness.forms", count: need)) }
            case .recent(let days): details.append(words("readiness.recent", count: days))
            case .newestBelow: last = words("readiness.newestBelow")
            }
        }
        // One piece of another task need not be another piece in another context: one may be all of it.
        if lead == nil, !details.isEmpty { lead = words("readiness.piece") }
        let asked = lead.map { ([$0] + details).joined(separator: ", ") }
        return [asked, last].compactMap(\.self).joined(separator: "; ")
    }
}
