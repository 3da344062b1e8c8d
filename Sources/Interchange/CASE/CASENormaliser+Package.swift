import LearningRecord

extension CASENormaliser {
    /// The package, unless there is a problem with it.
    mutating func package(_ root: JSONObject) -> CASEPackage? {
        let whole = object(root, .package)
        let items = objects(whole, "CFItems")
        let associations = objects(whole, "CFAssociations")
        let rubrics = within("CFRubrics") { normaliser in
            whole["CFRubrics"]?.array.map { normaliser.withoutScores($0.compactMap(\.object)) }
        }
        let document = whole["CFDocument"]?.object ?? JSONObject()
        checkIdentifiers(document: document, items: items, associations: associations, rubrics: rubrics ?? [])
        guard problemCount == 0 else { return nil }
        return CASEPackage(
            writtenIn: writtenIn, document: document, items: items, associations: associations,
            definitions: whole["CFDefinitions"]?.object, rubrics: rubrics, extensions: whole["extensions"]?.object)
    }

    private func objects(_ whole: JSONObject, _ name: String) -> [JSONObject] {
        whole[name]?.array?.compactMap(\.object) ?? []
    }

    /// Two things with one identifier cannot be told apart by whoever cites them.
    private mutating func checkIdentifiers(
        document: JSONObject, items: [JSONObject], associations: [JSONObject], rubrics: [JSONObject]
    ) {
        var seen: [String: String] = [:]
        if let id = document["identifier"]?.string { seen[id] = "CFDocument" }
        checkIdentifiers(items, in: "CFItems", &seen)
        seen = [:]
        checkIdentifiers(associations, in: "CFAssociations", &seen)
        var criteria: [String: String] = [:]
        var levels: [String: String] = [:]
        seen = [:]
        checkIdentifiers(rubrics, in: "CFRubrics", &seen)
        for (index, rubric) in rubrics.enumerated() {
            let place = "CFRubrics[\(index)].CFRubricCriteria"
            let own = objects(rubric, "CFRubricCriteria")
            checkIdentifiers(own, in: place, &criteria)
            for (index, criterion) in own.enumerated() {
                checkIdentifiers(
                    objects(criterion, "CFRubricCriterionLevels"), in: "\(place)[\(index)].CFRubricCriterionLevels",
                    &levels)
            }
        }
    }

    private mutating func checkIdentifiers(
        _ objects: [JSONObject], in list: String, _ seen: inout [String: String]
    ) {
        for (index, object) in objects.enumerated() {
            guard let id = object["identifier"]?.string else { continue }
            let place = "\(list)[\(index)]"
            if let other = seen.updateValue(place, forKey: id) {
                within(place) { $0.within("identifier") { $0.problem("is the same as that of \(other)") } }
            }
        }
    }
}
