public import LearningRecord

extension LearnerContinuum {
    /// The JSON form, for machines.
    public var json: JSON {
        .object([
            "learner": .string(learner.description),
            "policy": policy.json,
            "competencies": .array(entries.map(\.json)),
            "next": .array(ways.map(\.json)),
        ])
    }
}

extension LearnerContinuum.Item {
    var json: JSONObject {
        var object: JSONObject = ["competency": .string(competency.description), "statement": .string(statement)]
        object["code"] = code.map { .string($0) }
        return object
    }
}

extension LearnerContinuum.Entry {
    fileprivate var json: JSON {
        var object = item.json
        object["recordedUnder"] = recordedUnder.map { .object($0.json) }
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
        object["readiness"] = .array(readiness.map(\.json))
        object["pending"] = .array(pending.map(\.json))
        if !earlier.isEmpty { object["earlier"] = .array(earlier.map(\.json)) }
        object["explainedBy"] = .array(explainedBy.map { .number(String($0)) })
        return .object(object)
    }
}

extension LearnerContinuum.Demonstrated {
    fileprivate var json: JSON {
        var object: JSONObject = ["level": .string(level)]
        object["description"] = description.map { .string($0) }
        object["since"] = .string(since.description)
        object["decidedAt"] = .string(decidedAt.description)
        object["decidedBy"] = .string(decider.role.rawValue)
        object["decider"] = decider.person.map { .string($0.description) }
        object["decision"] = .number(String(decision))
        object["revisedWithNotice"] = noticeGiven.map { .bool($0) }
        object["policy"] = policy?.json
        object["learnerVoice"] = .string(learnerVoice.rawValue)
        object["familyVoice"] = .string(familyVoice.rawValue)
        object["secondReading"] = secondReading?.json
        object["evidence"] = .array(evidence.map { .number(String($0)) })
        return .object(object)
    }
}

extension LearnerContinuum.CitedPolicy {
    fileprivate var json: JSON {
        var object: JSONObject = ["version": version.json]
        object["asked"] = asked?.json
        object["wasReady"] = missing.map { .bool($0.isEmpty) }
        if let missing, !missing.isEmpty { object["missing"] = .string(missing) }
        return .object(object)
    }
}

extension LearnerContinuum.SecondReading {
    fileprivate var json: JSON {
        var object: JSONObject = ["blind": .bool(isBlind)]
        object["evidence"] = evidence.map { .number(String($0)) }
        object["level"] = level.map { .string($0) }
        object["agrees"] = agrees.map { .bool($0) }
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

extension LearnerContinuum.Review {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["level"] = level.map { .string($0) }
        object["since"] = .string(since.description)
        object["evidence"] = .array(evidence.map(\.json))
        return .object(object)
    }
}

extension LearnerContinuum.Piece {
    var json: JSON {
        var object: JSONObject = [
            "position": .number(String(position)), "day": .string(day.description), "level": .string(level),
        ]
        object["task"] = task.map { .string($0) }
        object["context"] = context.map { .string($0) }
        return .object(object)
    }
}

extension LearnerContinuum.LevelReadiness {
    var json: JSON {
        var object: JSONObject = ["level": .string(level), "ready": .bool(isReady)]
        if !isReady { object["missing"] = .string(missing) }
        object["evidence"] = .array(evidence.map(\.json))
        return .object(object)
    }
}

extension LearnerContinuum.Pending {
    /// What it is called in JSON and CSV.
    public var name: String {
        switch self {
        case .readyToDecide: "ready-to-decide"
        case .review: "review"
        case .secondReadingOutstanding: "second-reading-outstanding"
        case .secondReadingDiffers: "second-reading-differs"
        case .voice(.learner): "learner-voice"
        case .voice(.family): "family-voice"
        }
    }

    var json: JSON {
        var object: JSONObject = ["what": .string(name)]
        switch self {
        case .readyToDecide(let level), .secondReadingDiffers(let level): object["level"] = .string(level)
        case .review, .secondReadingOutstanding, .voice: break
        }
        return .object(object)
    }
}

extension LearnerContinuum.Way {
    var json: JSON {
        var object = item.json
        object["reasons"] = .array(reasons.map(\.json))
        object["stillOpen"] = .array(stillOpen.map { .string($0) })
        return .object(object)
    }
}

extension LearnerContinuum.Reason {
    fileprivate var json: JSON {
        switch self {
        case .follows(let titles): .object(["why": .string("follows"), "after": .array(titles.map { .string($0) })])
        case .nextLevel(let level): .object(["why": .string("next-level"), "level": .string(level)])
        case .goal(let level):
            .object(level.map { ["why": .string("goal"), "level": .string($0)] } ?? ["why": .string("goal")])
        case .areaNotBegun(let begin):
            .object(["why": .string("area-not-begun"), "beginWith": .array(begin.map { .string($0) })])
        }
    }
}
