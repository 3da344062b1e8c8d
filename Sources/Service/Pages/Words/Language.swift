import HTTPTypes
import Hummingbird

/// A language of the pages.
enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case spanish = "es"

    /// What it calls itself.
    var name: String {
        switch self {
        case .english: "English"
        case .spanish: "Español"
        }
    }

    /// The cookie that keeps the choice of somebody who is not signed in.
    static let cookie = "__Host-waymark-language"

    /// The language for a request: what the account chose, else the cookie, else what the browser prefers (RFC 9110,
    /// section 12.5.4), else English.
    static func of(_ request: Request, account: Account?) -> Language {
        if let chosen = account?.language.flatMap(Language.init(rawValue:)) { return chosen }
        if let cookie = request.cookies[cookie].flatMap({ Language(rawValue: $0.value) }) { return cookie }
        let wanted = (request.headers[.acceptLanguage] ?? "").split(separator: ",").enumerated().map { place, item in
            let parts = item.split(separator: ";")
            let tag = parts.first.map { $0.filter { $0 != " " }.lowercased() } ?? ""
            let weight = parts.dropFirst().compactMap { part -> Double? in
                let text = part.filter { $0 != " " }
                return text.hasPrefix("q=") ? Double(text.dropFirst(2)) : nil
            }.first
            return (language: String(tag.prefix { $0 != "-" }), weight: weight ?? 1, place: place)
        }
        let best = wanted.filter { $0.weight > 0 }.sorted { ($0.weight, -$0.place) > ($1.weight, -$1.place) }
        return best.lazy.compactMap { Language(rawValue: $0.language) }.first ?? .english
    }
}
