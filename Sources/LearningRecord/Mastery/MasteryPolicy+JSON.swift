extension MasteryPolicy {
    /// Reads the JSON form that `waymark policy set` takes (`Docs/policies.md`).
    /// - Parameter now: from when it holds where the file does not say.
    /// - Throws: `RecordError`, which names the field. One that smells of a grade is refused with the reason why.
    public init(json: JSON, now: Instant) throws(RecordError) {
        guard let object = json.object else { throw RecordError(.malformed, at: "policy", "must be an object") }
        var fields = FieldReader(object, at: "")
        func small(_ number: Int64?, _ otherwise: Int) -> Int { number.map { Int(clamping: $0) } ?? otherwise }
        self.init(
            version: try fields.required("version"),
            inForceFrom: try fields.optional("inForceFrom") ?? now,
            pieces: small(try fields.optional("pieces"), 2), tasks: small(try fields.optional("tasks"), 2),
            settings: small(try fields.optional("settings"), 2), forms: small(try fields.optional("forms"), 1),
            withinDays: try fields.optional("withinDays", as: Int64.self).map { Int(clamping: $0) },
            newestNotBelow: try fields.optional("newestNotBelow") ?? true,
            secondReading: try fields.optional("secondReading") ?? false)
        try fields.finish()
        try check()
    }

    /// The JSON form.
    public var json: JSON {
        var object = JSONObject()
        object["version"] = version.json
        object["inForceFrom"] = inForceFrom.json
        object["pieces"] = .number(String(pieces))
        object["tasks"] = .number(String(tasks))
        object["settings"] = .number(String(settings))
        object["forms"] = .number(String(forms))
        object["withinDays"] = withinDays.map { .number(String($0)) }
        object["newestNotBelow"] = .bool(newestNotBelow)
        object["secondReading"] = .bool(secondReading)
        return .object(object)
    }
}
