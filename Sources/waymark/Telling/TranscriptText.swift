import LearningRecord
import Projections

/// A transcript as text for a terminal: the same facts as the page.
struct TranscriptText {
    private let document: TranscriptDocument
    private let width: Int

    init(_ document: TranscriptDocument, width: Int) {
        self.document = document
        self.width = width
    }

    /// The text.
    var text: String {
        var lines = ["Transcript of learning", document.learner]
        lines += document.attendances.map { "\($0.school), from \($0.from)" + ($0.to.map { " to \($0)" } ?? "") }
        lines += ["\(document.district). Made on \(document.madeOn).", ""] + wrap(document.meaning)
        if let statement = document.statement { lines += ["", "In the learner's own words"] + wrap(statement, 2) }
        if !document.highlights.isEmpty {
            lines += ["", "Chosen by the learner"] + document.highlights.flatMap(highlight)
        }
        for area in document.areas { lines += ["", area.name] + area.lines.flatMap(line) }
        if document.areas.isEmpty { lines += ["", "Nothing is demonstrated yet."] }
        if !document.levels.isEmpty {
            lines += ["", "What the levels mean"]
            lines += document.levels.flatMap { wrap("\($0.name): \($0.description)", 2) }
        }
        for school in document.schools { lines += ["", school.name] + (school.profile.map { wrap($0, 2) } ?? []) }
        return lines.map(TextWidth.harmless).joined(separator: "\n") + "\n"
    }

    private func highlight(_ highlight: TranscriptDocument.Highlight) -> [String] {
        let words = [highlight.title, highlight.narrative, highlight.link].compactMap(\.self)
        return wrap(words.joined(separator: " – "), 2)
    }

    private func line(_ line: TranscriptDocument.Line) -> [String] {
        let title = [line.code, line.title].compactMap(\.self).joined(separator: "  ")
        var rest = ["\(line.level), decided on \(line.decidedOn)"]
        if !line.contexts.isEmpty { rest.append("shown in " + line.contexts.joined(separator: ", ")) }
        switch line.secondReading {
        case .none: break
        case .informed: rest.append("read by a second reader")
        case .independent: rest.append("read independently by a second reader")
        }
        return wrap(title, 2) + wrap(rest.joined(separator: "; "), 6)
    }

    private func wrap(_ text: String, _ indent: Int = 0) -> [String] {
        let space = String(repeating: " ", count: indent)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { TextWrap.lines(String($0), width: max(20, width - indent)) }.map { space + $0 }
    }
}
