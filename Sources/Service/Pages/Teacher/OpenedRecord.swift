import EventLog
import Foundation
import LearningRecord
import Markup

/// A record that the reader sees only because they opened it for a reason.
enum OpenedRecord {
    /// Until when it is open, why, and the way to close it before; nothing for whoever sees it by another right.
    /// - Throws: ``Problem``, `EventLogError`.
    static func notice(_ visit: Visit, _ words: PageWords) async throws -> HTML {
        guard case .opening(let id)? = visit.basis.relationship, let account = try visit.someone().account else {
            return HTML()
        }
        let openings = try await OpeningStore(log: try visit.log()).current(of: account.id)
        guard let opening = openings.first(where: { $0.id == id }) else { return HTML() }
        let until = words.html(
            "glass.openUntil", ["time": words.moment(opening.expiresAt), "reason": HTML(text: opening.reason)])
        return """
            <div class="notice"><h2>\(words("glass.banner"))</h2><p>\(until)</p>\
            <form method="post" action="/break-glass/\(id.uuidString.lowercased())/end" class="keep">\
            <button class="button--text">\(words("glass.end"))</button></form></div>
            """
    }
}
