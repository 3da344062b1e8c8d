import Foundation
import LearningRecord
public import ReferenceData

extension CASEPackage {
    /// The framework that the package speaks of, beside the documents that it was read from.
    ///
    /// - Throws: `CASEError.invalid` when a part has lost its identifier since it was read.
    public func framework() throws(CASEError) -> FrameworkPackage {
        let inside = Set((items + [document]).compactMap { $0["identifier"]?.string })
        var competencies: [FrameworkPackage.Part<Competency>] = []
        for item in items {
            let competency = Competency(
                id: CompetencyID(try Self.uuid(item)), code: item.text("humanCodingScheme"),
                statement: item.text("fullStatement") ?? "", shortStatement: item.text("abbreviatedStatement"),
                itemType: item.text("CFItemType"))
            competencies.append(.init(competency, document: JSONWriter.text(.object(item))))
        }
        var related: [FrameworkPackage.Part<Association>] = []
        for association in associations {
            related.append(
                .init(
                    try Self.association(association, inside: inside),
                    document: JSONWriter.text(.object(association))))
        }
        return FrameworkPackage(
            id: FrameworkID(try Self.uuid(document)), title: document.text("title") ?? "",
            publisher: document.text("publisher") ?? document.text("creator"),
            source: document.text("officialSourceURL") ?? document.text("uri"),
            adoptionStatus: document.text("adoptionStatus"), caseVersion: writtenIn, digest: digest,
            document: JSONWriter.text(.object(document)), definitions: definitions.map { JSONWriter.text(.object($0)) },
            rubrics: rubrics.map { JSONWriter.text(.array($0.map(JSON.object))) },
            extensions: extensions.map { JSONWriter.text(.object($0)) }, competencies: competencies,
            associations: related, criteria: try criteria())
    }

    private static func association(_ json: JSONObject, inside: Set<String>) throws(CASEError) -> Association {
        let origin = json["originNodeURI"]?["identifier"]?.string ?? ""
        let destination = json["destinationNodeURI"]?["identifier"]?.string ?? ""
        return Association(
            id: try uuid(json), kind: AssociationKind(rawValue: json.text("associationType") ?? ""), origin: origin,
            destination: destination, originIsOutside: !inside.contains(origin),
            destinationIsOutside: !inside.contains(destination),
            sequence: json["sequenceNumber"]?.integer.flatMap { Int32(exactly: $0) })
    }

    /// The criteria that have levels, rubric by rubric, by position.
    private func criteria() throws(CASEError) -> [FrameworkLevels.Criterion] {
        var criteria: [FrameworkLevels.Criterion] = []
        for rubric in rubrics ?? [] {
            let listed = rubric["CFRubricCriteria"]?.array?.compactMap(\.object) ?? []
            let ordered = listed.enumerated().sorted { left, right in
                (left.element.position, left.offset) < (right.element.position, right.offset)
            }
            for criterion in ordered.map(\.element) {
                let levels = criterion["CFRubricCriterionLevels"]?.array?.compactMap(\.object) ?? []
                guard !levels.isEmpty else { continue }
                criteria.append(
                    FrameworkLevels.Criterion(
                        id: CriterionID(try Self.uuid(criterion)),
                        competency: criterion["CFItemURI"]?["identifier"]?.string.flatMap { CompetencyID($0) },
                        scale: LevelScale(levels.enumerated().compactMap(Self.level))))
            }
        }
        return criteria
    }

    private static func level(_ place: Int, _ json: JSONObject) -> NamedLevel? {
        guard let level = Level(place + 1) else { return nil }
        let description = json.text("description")
        // A level without a name is still a level: it goes by its place.
        guard let name = json.text("quality") else {
            return NamedLevel(level: level, name: "level \(place + 1)", description: description)
        }
        return NamedLevel(level: level, name: name, description: description)
    }

    private static func uuid(_ object: JSONObject) throws(CASEError) -> UUID {
        guard let id = object["identifier"]?.string.flatMap({ UUID(uuidString: $0) }) else {
            throw .invalid([CASEProblem(at: "identifier", "is no UUID")], count: 1)
        }
        return id
    }
}

extension JSONObject {
    /// The text of a member; `nil` when it has none or only an empty one.
    fileprivate func text(_ name: String) -> String? {
        guard let text = self[name]?.string, !text.isEmpty else { return nil }
        return text
    }

    fileprivate var position: Int64 { self["position"]?.integer ?? .max }
}
