// The definitions of a CASE 1.1 package.

extension CASEShape {
    static let definitions = CASEShape(
        "CFDefinition",
        [
            .optional("CFConcepts", .objects(definition("CFConcept", "keywords", "hierarchyCode!", "description"))),
            .optional("CFSubjects", .objects(definition("CFSubject", "hierarchyCode!", "description"))),
            .optional("CFLicenses", .objects(definition("CFLicense", "description", "licenseText!"))),
            .optional("CFItemTypes", .objects(itemType)),
            .optional("CFAssociationGroupings", .objects(definition("CFAssociationGrouping", "description"))),
            .optional("extensions", .addition(ofRubric: false)),
        ])

    // CASE 1.0 does not require the description.
    private static let itemType = definition(
        "CFItemType", fallbacks: ["description": "title"], "description!", "hierarchyCode!", "typeCode")

    /// A definition with these texts of its own; `!` marks those that are required.
    private static func definition(
        _ name: String, fallbacks: [String: String] = [:], _ texts: String...
    ) -> CASEShape {
        let own = texts.map { text in
            text.hasSuffix("!") ? Member.required(String(text.dropLast()), .text) : Member.optional(text, .text)
        }
        return CASEShape(
            name, superseded: ["CFDocumentURI"], fallbacks: fallbacks,
            [.required("identifier", .identifier), .required("uri", .text), .required("title", .text)] + own
                + [.required("lastChangeDateTime", .dateTime), .optional("extensions", .addition(ofRubric: false))])
    }
}
