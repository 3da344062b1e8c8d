import LearningRecord

/// Every text of the pages, by key and language: `catalogue.json`, which a translator can read.
///
/// A text has places in braces for what is put in: `{name}`. One that depends on a number has a form for one and one for
/// others, by `{count}` (Unicode CLDR's cardinal categories of English and Spanish for whole numbers, but for millions).
struct Catalogue: Sendable {
    /// The forms of one text in one language.
    enum Entry: Sendable, Equatable {
        case text(String)
        case plural(one: String, other: String)
    }

    private let entries: [String: [Language: Entry]]

    /// The texts of the product.
    static let shared: Catalogue = {
        do {
            return try Catalogue(json: PackageResources.catalogue_json)
        } catch {
            // It is a file of the source, and a test reads it.
            preconditionFailure("catalogue.json: \(error)")
        }
    }()

    /// Reads a catalogue.
    init(json bytes: [UInt8]) throws {
        var entries: [String: [Language: Entry]] = [:]
        for (key, value) in try JSONReader.read(bytes).object?.members ?? [] {
            for language in Language.allCases {
                guard let entry = value[language.rawValue].flatMap(Self.entry) else {
                    throw RecordError(
                        .missingField, at: "\(key).\(language.rawValue)", "must be a text, or one and other")
                }
                entries[key, default: [:]][language] = entry
            }
        }
        self.entries = entries
    }

    /// Every key.
    var keys: Set<String> { Set(entries.keys) }

    /// The forms of a text; `nil` where there is none.
    func entry(_ key: String, in language: Language) -> Entry? { entries[key]?[language] }

    private static func entry(_ json: JSON) -> Entry? {
        if let text = json.string { return .text(text) }
        guard let one = json["one"]?.string, let other = json["other"]?.string else { return nil }
        return .plural(one: one, other: other)
    }
}
