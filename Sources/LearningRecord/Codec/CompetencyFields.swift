/// What a piece of evidence speaks to: a level of a competency.
public struct CompetencyClaim: Hashable, Sendable {
    /// The competency.
    public var competency: CompetencyID
    /// The level that the evidence speaks to.
    public var level: Level

    /// A claim.
    public init(competency: CompetencyID, level: Level) {
        self.competency = competency
        self.level = level
    }
}

extension CompetencyClaim: FieldValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> CompetencyClaim {
        guard let object = json.object else { throw RecordError(.invalidValue, at: path(), "must be an object") }
        var fields = FieldReader(object, at: path())
        let claim = CompetencyClaim(competency: try fields.required("competency"), level: try fields.required("level"))
        try fields.finish()
        return claim
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .object(["competency": competency.json, "level": level.json]) }
}

extension FieldReader {
    /// The competencies of an event: in the flat form the first stands in its column and the others in the rest.
    mutating func competencies() throws(RecordError) -> [CompetencyID] {
        guard isFlat else { return try required("competencies") }
        let first: CompetencyID = try requiredColumn("competency")
        let others: [CompetencyID]? = try optional("competencies")
        return [first] + (others ?? [])
    }

    /// The claims of an event, split in the flat form likewise.
    mutating func claims() throws(RecordError) -> [CompetencyClaim] {
        guard isFlat else { return try required("competencies") }
        let first = CompetencyClaim(competency: try requiredColumn("competency"), level: try requiredColumn("level"))
        let others: [CompetencyClaim]? = try optional("competencies")
        return [first] + (others ?? [])
    }
}

extension FieldWriter {
    mutating func put(competencies: [CompetencyID]) {
        guard isFlat, let first = competencies.first else { return put("competencies", competencies) }
        putColumn("competency", first)
        if competencies.count > 1 { put("competencies", Array(competencies.dropFirst())) }
    }

    mutating func put(claims: [CompetencyClaim]) {
        guard isFlat, let first = claims.first else { return put("competencies", claims) }
        putColumn("competency", first.competency)
        putColumn("level", first.level)
        if claims.count > 1 { put("competencies", Array(claims.dropFirst())) }
    }
}
