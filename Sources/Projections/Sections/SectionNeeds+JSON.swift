public import LearningRecord

extension SectionNeeds {
    /// The JSON form, for machines: the groups in the order in which a teacher would look at them.
    public var json: JSON {
        .object([
            "section": .string(section.description), "day": .string(day.description), "policy": policy.version.json,
            "learners": .array(learners.map { .object($0.json) }), "needs": .array(groups.map(\.json)),
        ])
    }
}

extension SectionNeeds.Learner {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["learner": .string(id.description)]
        object["name"] = name.map { .string($0) }
        return object
    }
}

extension SectionNeeds.Group {
    fileprivate var json: JSON {
        var object: JSONObject = ["need": .string(need.rawValue)]
        object["about"] = item.map { .object($0.json) }
        object["named"] = named.map { .string($0) }
        object["learners"] = .array(
            lines.map { line in
                var learner = line.learner.json
                learner["detail"] = line.detail.json
                return .object(learner)
            })
        return .object(object)
    }
}

extension SectionNeeds.Detail {
    fileprivate var json: JSON {
        switch self {
        case .pending(let pending, of: _): pending.json
        case .waiting(let level): level.json
        case .since(let day): .object(["since": .string(day.description)])
        case .way(let way): way.json
        case .nothing: .object([:])
        }
    }
}
