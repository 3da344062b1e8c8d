import LearningRecord

/// What is still to come before a level is ready to be decided: `Readiness.words` in the language of the page. Never a
/// distance, always what could come next.
struct MissingWords {
    let words: PageWords

    /// The parts that are missing, as one phrase; empty where nothing is.
    func say(_ missing: [Readiness.Missing]) -> String {
        var lead: String?
        var details: [String] = []
        var last: String?
        for part in missing {
            switch part {
            case .pieces(let have, let need): lead = another("lack.pieces", have, need)
            case .tasks(let have, let need):
                // The first piece is of some task and of some kind anyway.
                if have > 0 || need > 1 { details.append(another("lack.tasks", have, need)) }
            case .settings(let have, let need): details.append(another("lack.settings", have, need))
            case .forms(let have, let need):
                if have > 0 || need > 1 { details.append(another("lack.forms", have, need)) }
            case .recent(let days): details.append(words("lack.recent", count: days))
            case .newestBelow: last = words("lack.newestBelow")
            }
        }
        // One piece, of another task, need not be another piece in another context: one may be all of it.
        if lead == nil, !details.isEmpty { lead = words("lack.piece") }
        let asked = lead.map { ([$0] + details).joined(separator: ", ") }
        return [asked, last].compactMap(\.self).joined(separator: "; ")
    }

    private func another(_ key: String, _ have: Int, _ need: Int) -> String {
        words(have == 0 ? key + "First" : key, count: need - have)
    }
}
