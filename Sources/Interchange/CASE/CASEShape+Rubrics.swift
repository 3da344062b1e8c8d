// The rubrics of a CASE 1.1 package. `score` and `weight` serve to make numbers of levels: they do not come in.

extension CASEShape {
    static let rubric = CASEShape(
        "CFRubric", superseded: ["CFDocumentURI"],
        [
            .required("identifier", .identifier),
            .required("uri", .text),
            .optional("title", .text),
            .optional("description", .text),
            .required("lastChangeDateTime", .dateTime),
            .optional("CFRubricCriteria", .objects(rubricCriterion)),
            .optional("extensions", .addition(ofRubric: true)),
        ])

    static let rubricCriterion = CASEShape(
        "CFRubricCriterion",
        [
            .required("identifier", .identifier),
            .required("uri", .text),
            .optional("category", .text),
            .optional("description", .text),
            .optional("CFItemURI", .link),
            .optional("weight", .score),
            .optional("position", .integer),
            .optional("rubricId", .identifier),
            .required("lastChangeDateTime", .dateTime),
            .optional("CFRubricCriterionLevels", .objects(rubricLevel)),
            .optional("extensions", .addition(ofRubric: true)),
        ])

    static let rubricLevel = CASEShape(
        "CFRubricCriterionLevel",
        [
            .required("identifier", .identifier),
            .required("uri", .text),
            .optional("description", .text),
            .optional("quality", .text),
            .optional("score", .score),
            .optional("feedback", .text),
            .optional("position", .integer),
            .optional("rubricCriterionId", .identifier),
            .required("lastChangeDateTime", .dateTime),
            .optional("extensions", .additions),
        ])
}
