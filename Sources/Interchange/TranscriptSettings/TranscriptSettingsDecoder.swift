import LearningRecord
import ReferenceData

/// Reads a file of transcript settings, and finds everything that is wrong with it.
struct TranscriptSettingsDecoder {
    /// What a file may name.
    struct Names {
        var items: Set<CompetencyID> = []
        var codes: [String: Set<CompetencyID>] = [:]
        var schools: [String: Set<SchoolID>] = [:]
    }

    private let names: Names
    private var problems: [String] = []

    static func decode(
        _ bytes: [UInt8], names: Names
    ) throws(TranscriptSettingsError) -> TranscriptSettings {
        let json: JSON
        do throws(JSONReader.Failure) {
            json = try JSONReader.read(bytes)
        } catch {
            throw TranscriptSettingsError(problems: ["the settings are not JSON: \(error)"])
        }
        var decoder = TranscriptSettingsDecoder(names: names)
        let settings = decoder.settings(json)
        guard decoder.problems.isEmpty else { throw TranscriptSettingsError(problems: decoder.problems) }
        return settings
    }

    private init(names: Names) {
        self.names = names
    }

    private mutating func settings(_ json: JSON) -> TranscriptSettings {
        let object = object(json, at: "the file", knowing: ["meaning", "areas", "schools"])
        var settings = TranscriptSettings()
        if let meaning = object["meaning"] { settings.meaning = text(meaning, at: "meaning") }
        for (index, element) in list(object["areas"], at: "areas").enumerated() {
            guard let area = area(element, at: "areas[\(index)]") else { continue }
            if settings.areas.contains(where: { $0.name == area.name }) {
                problems.append("areas[\(index)].name: there is an area of that name before it")
            }
            settings.areas.append(area)
        }
        for (index, element) in list(object["schools"], at: "schools").enumerated() {
            let path = "schools[\(index)]"
            let school = self.object(element, at: path, knowing: ["school", "profile"])
            guard let name = text(school["school"], at: "\(path).school"),
                let profile = text(school["profile"], at: "\(path).profile"),
                let id = only(names.schools[name] ?? [], "school", named: name, at: "\(path).school")
            else { continue }
            if settings.profiles.updateValue(profile, forKey: id) != nil {
                problems.append("\(path).school: this school stands there twice")
            }
        }
        return settings
    }

    private mutating func area(_ json: JSON, at path: String) -> TranscriptSettings.Area? {
        let object = object(json, at: path, knowing: ["name", "items"])
        let name = text(object["name"], at: "\(path).name")
        if let name, let word = GradeVocabulary.betrayal(in: name) {
            problems.append("\(path).name: \"\(word)\" sorts learners; an area is named for what is learned")
        }
        let elements = list(object["items"], at: "\(path).items")
        if elements.isEmpty { problems.append("\(path).items: must have at least one item") }
        var items: [CompetencyID] = []
        for (index, element) in elements.enumerated() {
            let place = "\(path).items[\(index)]"
            guard let written = text(element, at: place), let item = item(written, at: place) else { continue }
            if items.contains(item) { problems.append("\(place): this item stands there twice") }
            items.append(item)
        }
        return name.map { TranscriptSettings.Area(name: $0, items: items) }
    }

    private mutating func item(_ text: String, at path: String) -> CompetencyID? {
        if let id = CompetencyID(text), names.items.contains(id) { return id }
        return only(names.codes[text] ?? [], "item of the district's frameworks", named: text, at: path)
    }

    private mutating func only<Subject>(
        _ found: Set<Identifier<Subject>>, _ what: String, named name: String, at path: String
    ) -> Identifier<Subject>? {
        if found.count == 1 { return found.first }
        problems.append(
            found.isEmpty
                ? "\(path): there is no \(what) called \"\(name)\""
                : "\(path): \(found.count) are called \"\(name)\"; name one by its identifier")
        return nil
    }

    private mutating func object(_ json: JSON?, at path: String, knowing members: [String]) -> JSONObject {
        guard let object = json?.object else {
            problems.append("\(path): must be an object")
            return JSONObject()
        }
        for member in object.members where !members.contains(where: { $0 == member.name }) {
            problems.append(
                "\(path): there is no \"\(member.name)\" here; there are \(members.joined(separator: ", "))")
        }
        return object
    }

    private mutating func list(_ json: JSON?, at path: String) -> [JSON] {
        guard let json else { return [] }
        guard let list = json.array else {
            problems.append("\(path): must be a list")
            return []
        }
        return list
    }

    private mutating func text(_ json: JSON?, at path: String) -> String? {
        guard let text = json?.string, (1...Words.maximumLength).contains(text.utf8.count) else {
            problems.append("\(path): must be a text of 1 to \(Words.maximumLength) bytes")
            return nil
        }
        return text
    }
}
