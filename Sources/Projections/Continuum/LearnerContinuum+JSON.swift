public import LearningRecord

extension LearnerContinuum {
    /// The JSON form, for machines.
    public var json: JSON {
        .object([
            "learner": .string(learner.description),
            "competencies": .array(entries.map(\.json)),
            "next": .array(ways.map(\.json)),
        ])
    }
}

extension LearnerContinuum.Entry {
    fileprivate var json: JSON {
        var object: JSONObject = ["competency": .string(competency.description), "statement": .string(statement)]
        object["code"] = code.map { .string($0) }
        object["area"] = area.map { .string($0) }
        object["demonstrated"] = demonstrated?.json
        object["growingEdge"] = edge?.json
        object["toReview"] = review?.json
        object["goal"] = goal?.json
        object["ownView"] = selfView?.json
        object["nextLevel"] = nextLevel.map { level in
            var object: JSONObject = ["name": .string(level.name)]
            object["description"] = level.description.map { .string($0) }
            return .object(object)
        }
        object["explainedBy"] = .array(explainedBy.map { .number(String($0)) })
        return .object(object)
    }
}

extension LearnerContinuum.Demonstrated {
    fileprivate var json: JSON {
        var object: JSONObject = ["level": .string(level)]
        object["description"] = description.map { .string($0) }
        object["since"] = .string(since.description)
        object["decidedBy"] = .string(decidedBy.rawValue)
        object["learnerVoice"] = .string(learnerVoice.rawValue)
        object["familyVoice"] = .string(familyVoice.rawValue)
        object["secondReading"] = .bool(hasSecondReading)
        object["evidence"] = .array(evidence.map { .number(String($0)) })
        return .object(object)
    }
}

extension LearnerContinuum.Mark {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["level"] = level.map { .string($0) }
        object["at"] = .string(at.description)
        return .object(object)
    }
}

extension LearnerContinuum.Way {
    fileprivate var json: JSON {
        var object: JSONObject = ["competency": .string(competency.description), "statement": .string(statement)]
        object["code"] = code.map { .string($0) }
        object["after"] = .array(after.map { .string($0) })
        object["stillOpen"] = .array(stillOpen.map { .string($0) })
        return .object(object)
    }
}
