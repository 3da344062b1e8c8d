import LearningRecord
import Markup

/// A learner to tick, and what it is about: what stands in the value of a box.
struct Tick: Hashable, Sendable {
    let learner: LearnerID
    /// What the learner stands under; `nil` where it is under nothing in particular.
    let competency: CompetencyID?

    init(_ learner: LearnerID, _ competency: CompetencyID? = nil) {
        (self.learner, self.competency) = (learner, competency)
    }

    /// Reads the value of a box.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let learner = LearnerID(String(parts[0])) else { return nil }
        let competency = parts.count == 2 ? CompetencyID(String(parts[1])) : nil
        guard parts.count == 1 || competency != nil else { return nil }
        self.init(learner, competency)
    }

    /// The value of its box.
    var text: String { competency.map { "\(learner)/\($0)" } ?? "\(learner)" }
}

extension Form {
    /// The values of the boxes that are ticked. One that stands for everyone of a list has those of all of them, with
    /// commas: so it works without the script that ticks them.
    func ticked(_ name: String) -> [String] { all(name).flatMap { $0.split(separator: ",").map(String.init) } }
}

/// A box that ticks everyone of a list.
struct Everyone {
    /// The id of the list.
    let list: String
    let ticks: [Tick]
    /// What the list is about, for those who hear the page and not the heading beside.
    var about: String?

    func html(_ words: PageWords) -> HTML {
        let about: HTML? = about.map { #"<span class="unseen">, \#($0)</span>"# }
        return """
            <label class="every"><input type="checkbox" name="about" value="\(ticks.map(\.text).joined(separator: ","))" \
            data-ticks="\(list)">\(words("section.everyone"))\(about)</label>
            """
    }
}

/// A line of a list of learners, with a box to tick.
struct Pick {
    let id: String
    let tick: Tick
    let name: String
    /// What it is about, for those who hear the page and not the heading above.
    var about: String?
    /// Where people decide about it: what that is called, and the place on its page.
    var decision: (key: String, anchor: String)?
    var what: HTML?
    var isTicked = false
    /// Whether there is a box at all.
    var isOpen = true

    func html(_ words: PageWords) -> HTML {
        let about: HTML? = about.map { #"<span class="unseen">, \#($0)</span>"# }
        let checked: HTML = isTicked ? " checked" : ""
        let box: HTML =
            isOpen
            ? """
            <input type="checkbox" id="\(id)" name="about" value="\(tick.text)"\(checked)>\
            <label for="\(id)">\(name)\(about)</label>
            """ : #"<span></span><strong>\#(name)\#(about)</strong>"#
        var decide: HTML?
        if let decision, let competency = tick.competency {
            let path = "/learners/\(tick.learner)/competencies/\(competency)/decisions\(decision.anchor)"
            decide = #"<li><a href="\#(path)">\#(words(decision.key)) <span class="unseen">\#(name)</span></a></li>"#
        }
        let what: HTML? = what.map { #"<p class="what">\#($0)</p>"# }
        return """
            <li>\(box)<ul class="links">\(decide)<li><a href="/learners/\(tick.learner.description)/path">\
            \(words("section.path")) <span class="unseen">\(name)</span></a></li></ul>\(what)</li>
            """
    }
}
