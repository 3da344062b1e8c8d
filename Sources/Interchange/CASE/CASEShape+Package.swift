// The objects of a CASE 1.1 package (1EdTech, "Competencies and Academic Standards Exchange" 1.1, information model;
// the same members and the same that are required as its JSON schema for CFPackage).

extension CASEShape {
    static let package = CASEShape(
        "CFPackage",
        [
            .required("CFDocument", .object(document)),
            .optional("CFItems", .objects(item)),
            .optional("CFAssociations", .objects(association)),
            .optional("CFDefinitions", .object(definitions)),
            .optional("CFRubrics", .objects(rubric)),
            .optional("extensions", .addition(ofRubric: false)),
        ])

    static let document = CASEShape(
        "CFDocument", superseded: ["CFPackageURI"],
        [
            .required("identifier", .identifier),
            .required("uri", .text),
            .optional("frameworkType", .text),
            .optional("caseVersion", .version),
            .required("creator", .text),
            .required("title", .text),
            .required("lastChangeDateTime", .dateTime),
            .optional("officialSourceURL", .text),
            .optional("publisher", .text),
            .optional("description", .text),
            .optional("subject", .texts),
            .optional("subjectURI", .links),
            .optional("language", .text),
            .optional("version", .text),
            .optional("adoptionStatus", .text),
            .optional("statusStartDate", .date),
            .optional("statusEndDate", .date),
            .optional("licenseURI", .link),
            .optional("notes", .text),
            .optional("extensions", .addition(ofRubric: false)),
        ])

    static let item = CASEShape(
        "CFItem", superseded: ["CFDocumentURI"],
        [
            .required("identifier", .identifier),
            .required("fullStatement", .text),
            .optional("alternativeLabel", .text),
            .optional("CFItemType", .text),
            .required("uri", .text),
            .optional("humanCodingScheme", .text),
            .optional("listEnumeration", .text),
            .optional("abbreviatedStatement", .text),
            .optional("conceptKeywords", .texts),
            .optional("conceptKeywordsURI", .link),
            .optional("notes", .text),
            .optional("subject", .texts),
            .optional("subjectURI", .links),
            .optional("language", .text),
            .optional("educationLevel", .texts),
            .optional("CFItemTypeURI", .link),
            .optional("licenseURI", .link),
            .optional("statusStartDate", .date),
            .optional("statusEndDate", .date),
            .required("lastChangeDateTime", .dateTime),
            .optional("extensions", .addition(ofRubric: false)),
        ])

    static let association = CASEShape(
        "CFAssociation", superseded: ["CFDocumentURI"],
        [
            .required("identifier", .identifier),
            .required("associationType", .kind),
            .optional("sequenceNumber", .integer),
            .required("uri", .text),
            .required("originNodeURI", .node),
            .required("destinationNodeURI", .node),
            .optional("CFAssociationGroupingURI", .link),
            .required("lastChangeDateTime", .dateTime),
            .optional("notes", .text),
            .optional("extensions", .addition(ofRubric: false)),
        ])

    static let link = CASEShape(
        "LinkURI", fallbacks: ["title": "identifier"],
        [.required("title", .text), .required("identifier", .identifier), .required("uri", .text)])

    static let node = CASEShape(
        "LinkGenURI", fallbacks: ["title": "identifier"],
        [
            .required("title", .text), .required("identifier", .text), .required("uri", .text),
            .optional("targetType", .targetType),
        ])
}
