public import LearningRecord

/// A CASE package in the form of 1.1, canonical: members in the order of the standard, identifiers in lower case,
/// nothing that 1.1 does not have.
public struct CASEPackage: Hashable, Sendable {
    /// The version of CASE that it was written in: 1.0 or 1.1.
    public let writtenIn: String
    /// The CFDocument.
    public let document: JSONObject
    /// The CFItems as listed.
    public let items: [JSONObject]
    /// The CFAssociations as listed.
    public let associations: [JSONObject]
    /// The CFDefinitions.
    public let definitions: JSONObject?
    /// The CFRubrics as listed; `nil` when the package says nothing of rubrics.
    public let rubrics: [JSONObject]?
    /// What the publisher added.
    public let extensions: JSONObject?

    /// The package as a JSON object of CASE 1.1.
    public var json: JSON {
        var object = JSONObject()
        object["CFDocument"] = .object(document)
        object["CFItems"] = .array(items.map(JSON.object))
        object["CFAssociations"] = .array(associations.map(JSON.object))
        object["CFDefinitions"] = definitions.map(JSON.object)
        object["CFRubrics"] = rubrics.map { .array($0.map(JSON.object)) }
        object["extensions"] = extensions.map(JSON.object)
        return .object(object)
    }
}
