public import LearningRecord

extension TranscriptDocument {
    /// The JSON form: the same facts as the page.
    public var json: JSON {
        var object: JSONObject = [
            "layout": .string(layout.rawValue),
            "learner": .string(learner),
            "district": .string(district),
            "madeOn": .string(madeOn.description),
            "meaning": .string(meaning),
        ]
        object["attended"] = .array(attendances.map(\.json))
        object["highlights"] = .array(highlights.map(\.json))
        object["learnersStatement"] = statement.map { .string($0) }
        object["areas"] = .array(
            areas.map { .object(["name": .string($0.name), "demonstrated": .array($0.lines.map(\.json))]) })
        object["levels"] = .array(
            levels.map { .object(["name": .string($0.name), "description": .string($0.description)]) })
        object["schools"] = .array(
            schools.map { school in
                var object: JSONObject = ["name": .string(school.name)]
                object["profile"] = school.profile.map { .string($0) }
                return .object(object)
            })
        return .object(object)
    }
}

extension TranscriptDocument.Attendance {
    fileprivate var json: JSON {
        var object: JSONObject = ["school": .string(school), "from": .string(from.description)]
        object["to"] = to.map { .string($0.description) }
        return .object(object)
    }
}

extension TranscriptDocument.Highlight {
    fileprivate var json: JSON {
        var object: JSONObject = ["title": .string(title)]
        object["narrative"] = narrative.map { .string($0) }
        object["link"] = link.map { .string($0) }
        return .object(object)
    }
}

extension TranscriptDocument.Line {
    fileprivate var json: JSON {
        var object: JSONObject = ["competency": .string(competency.description)]
        object["code"] = code.map { .string($0) }
        object["title"] = .string(title)
        object["statement"] = .string(statement)
        object["level"] = .string(level)
        object["criterion"] = criterion.map { .string($0) }
        object["framework"] = framework.map { .string($0) }
        object["frameworkVersion"] = frameworkVersion.map { .number(String($0)) }
        object["decidedOn"] = .string(decidedOn.description)
        object["contexts"] = .array(contexts.map { .string($0) })
        object["secondReading"] = .string(secondReading.rawValue)
        return .object(object)
    }
}
