import LearningRecord
import Markup

/// What is said of an import on the pages.
struct ImportWords {
    let words: PageWords
    let item: ImportRequest

    /// Whether it goes on.
    var isOpen: Bool { item.state == .waiting || item.state == .running }

    /// How far it is, in a word or two.
    var state: String {
        let key =
            switch item.state {
            case .waiting: "imports.waiting"
            case .running: "imports.running"
            case .done: item.isDryRun ? "imports.tried" : "imports.done"
            case .failed: "imports.refused"
            case .stopped: "imports.stopped"
            case .interrupted: "imports.interrupted"
            }
        return words(key)
    }

    /// When it began, or was asked for.
    var began: HTML { words.moment(item.startedAt ?? item.requestedAt) }

    /// Lines that were not taken.
    var rejected: Int64 { item.report?["rejected"]?.integer ?? item.progress?["rejected"]?.integer ?? 0 }

    /// Values in fields for grades, and other things for which there is no place.
    var dropped: Int64 {
        guard let report = item.report else { return 0 }
        if let notes = report["dropped"]?.array { return notes.reduce(0) { $0 + ($1["count"]?.integer ?? 0) } }
        let counts = report["dropped"]?.object ?? report["keptOut"]?["scores"]?.object
        return counts?.members.reduce(0) { $0 + ($1.value.integer ?? 0) } ?? 0
    }

    /// How far it is, in a sentence; empty before anything is known.
    var progress: String {
        let progress = item.progress
        let done = number(progress?["done"]?.integer ?? 0)
        switch progress?["step"]?.string {
        case "reading":
            return words("imports.reading", ["file": progress?["file"]?.string ?? "", "n": done])
        case "comparing": return words("imports.comparing")
        case "appending":
            if let lines = progress?["lines"]?.integer {
                return words(
                    "imports.linesTaken",
                    ["n": number(lines), "rejected": number(progress?["rejected"]?.integer ?? 0)])
            }
            return words("imports.appending", ["done": done, "all": number(progress?["total"]?.integer ?? 0)])
        default: return item.state == .waiting ? words("imports.waitingText") : words("imports.beginning")
        }
    }

    /// How much there is to do, and what is done of it; `nil` where nobody knows.
    var measure: (done: Int64, total: Int64)? {
        guard let done = item.progress?["done"]?.integer, let total = item.progress?["total"]?.integer, total > 0 else {
            return nil
        }
        return (min(done, total), total)
    }

    func number(_ value: Int64) -> String { words.number(Int(value)) }
}
