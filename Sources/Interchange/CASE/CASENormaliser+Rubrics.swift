import LearningRecord

extension CASENormaliser {
    /// The rubrics with the levels of each criterion lowest first, their positions 1, 2, 3…, and without any score.
    mutating func withoutScores(_ rubrics: [JSONObject]) -> [JSONObject] {
        rubrics.enumerated().map { index, rubric in
            var rubric = rubric
            rubric["CFRubricCriteria"] = rubric["CFRubricCriteria"]?.array.map { criteria in
                .array(
                    criteria.enumerated().map { place, criterion in
                        within(index) { $0.within("CFRubricCriteria") { $0.within(place) { $0.criterion(criterion) } } }
                    })
            }
            return rubric
        }
    }

    private mutating func criterion(_ json: JSON) -> JSON {
        guard var criterion = json.object else { return json }
        drop("weight", of: &criterion, named: "CFRubricCriterion")
        if let levels = criterion["CFRubricCriterionLevels"]?.array {
            if levels.count > Int(Level.places.upperBound) {
                within("CFRubricCriterionLevels") {
                    $0.problem("has \(levels.count) levels; a criterion may have up to \(Level.places.upperBound)")
                }
            }
            criterion["CFRubricCriterionLevels"] = .array(lowestFirst(levels.compactMap(\.object)))
        }
        return .object(criterion)
    }

    /// CASE does not say whether position 1 is the lowest level. Where the scores say that it is the highest, the order
    /// is turned; that is all that they are good for here.
    private mutating func lowestFirst(_ levels: [JSONObject]) -> [JSON] {
        var levels = levels.enumerated().sorted { left, right in
            (position(left.element), left.offset) < (position(right.element), right.offset)
        }.map(\.element)
        let scores = levels.compactMap { level -> Double? in
            guard case .number(let digits) = level["score"] else { return nil }
            return Double(digits)
        }
        if levels.count > 1, scores.count == levels.count, zip(scores, scores.dropFirst()).allSatisfy({ $0 > $1 }) {
            levels.reverse()
            findings.turnedCriteria += 1
        }
        return levels.enumerated().map { index, level in
            var level = level
            drop("score", of: &level, named: "CFRubricCriterionLevel")
            level["position"] = nil
            return .object(level.inserting("position", .number(String(index + 1)), before: Self.afterPosition))
        }
    }

    private static let afterPosition: Set<String> = ["rubricCriterionId", "lastChangeDateTime", "extensions"]

    private func position(_ level: JSONObject) -> Int64 { level["position"]?.integer ?? .max }

    private mutating func drop(_ name: String, of object: inout JSONObject, named shape: String) {
        guard object[name] != nil else { return }
        object[name] = nil
        CASEName.count("\(shape).\(name)", in: &findings.scores)
    }
}

extension JSONObject {
    /// With one more member, in front of the first one of `followers`.
    fileprivate func inserting(_ name: String, _ value: JSON, before followers: Set<String>) -> JSONObject {
        var members = self.members
        let index = members.firstIndex { followers.contains($0.name) } ?? members.endIndex
        members.insert((name, value), at: index)
        return JSONObject(members)
    }
}
