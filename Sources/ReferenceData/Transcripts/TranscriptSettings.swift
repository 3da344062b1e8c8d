public import LearningRecord

/// What a district says around its transcripts.
public struct TranscriptSettings: Hashable, Sendable {
    /// A credit area.
    public struct Area: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// What counts toward it: competencies, and items of frameworks with all that is below them.
        public var items: [CompetencyID]

        /// An area.
        public init(name: String, items: [CompetencyID]) {
            self.name = name
            self.items = items
        }
    }

    /// What an entry means and who decides; `nil` where the district says nothing of its own.
    public var meaning: String?
    /// The credit areas in the order in which a transcript shows them; empty: the topmost items of the frameworks.
    public var areas: [Area]
    /// What schools say of themselves.
    public var profiles: [SchoolID: String]

    /// Settings.
    public init(meaning: String? = nil, areas: [Area] = [], profiles: [SchoolID: String] = [:]) {
        self.meaning = meaning
        self.areas = areas
        self.profiles = profiles
    }

    /// The areas toward which something counts that has these items above it or is one of them, in order: as many as the
    /// district says.
    public func areas(of items: [CompetencyID]) -> [Area] {
        areas.filter { area in area.items.contains(where: items.contains) }
    }
}

extension TranscriptSettings {
    /// The form in which they are kept: the same settings have the same text.
    public var json: JSON {
        var object = JSONObject()
        object["meaning"] = meaning.map { .string($0) }
        object["areas"] = .array(
            areas.map { area in
                .object([
                    "name": .string(area.name), "items": .array(area.items.map { .string($0.description) }),
                ])
            })
        object["schools"] = .array(
            profiles.sorted { $0.key.uuid < $1.key.uuid }.map { school in
                .object(["school": .string(school.key.description), "profile": .string(school.value)])
            })
        return .object(object)
    }

    /// Reads what ``json`` wrote; what is not of that form is left out.
    public init(stored json: JSON) {
        self.init(
            meaning: json["meaning"]?.string,
            areas: (json["areas"]?.array ?? []).compactMap { area in
                guard let name = area["name"]?.string else { return nil }
                return Area(
                    name: name, items: (area["items"]?.array ?? []).compactMap { $0.string.flatMap(CompetencyID.init) })
            })
        for school in json["schools"]?.array ?? [] {
            guard let id = school["school"]?.string.flatMap(SchoolID.init) else { continue }
            profiles[id] = school["profile"]?.string
        }
    }
}
