import LearningRecord
import Markup

/// What a page says after a form: that it was saved, and how to take it back.
enum Saved {
    /// What was saved, as the address says it.
    private enum What: String {
        case evidence, reflection, observation, goal, view, voice, back, replaced, transcript, access, sending,
            sendingBack
    }

    /// The notice; nothing where nothing was saved.
    static func notice(_ page: LearnerPage, _ visit: Visit) -> HTML {
        guard let what = visit.query.text("saved").flatMap(What.init(rawValue:)) else { return HTML() }
        let canUndo = what != .back && what != .replaced && what != .sendingBack
        return notice(page, visit, page.say("saved.\(what.rawValue)"), canUndo: canUndo)
    }

    /// A notice in words of its own.
    static func notice(_ page: LearnerPage, _ visit: Visit, _ text: String, canUndo: Bool = true) -> HTML {
        guard canUndo, let event: EventID = visit.query.text("event").flatMap({ EventID($0) }) else {
            return Notice.done(text)
        }
        return """
            <div class="notice notice--done" role="status"><p>\(text)</p>\
            <form method="get" action="\(page.path("events/\(event)/correction"))" class="keep">\
            <button class="button--text">\(page.words("record.takeBack"))</button></form></div>
            """
    }
}
