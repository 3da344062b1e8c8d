extension DistrictStory {
    /// Writes an attempt, and takes it off the credit.
    mutating func writeAttempt(
        _ learner: inout DistrictLearner, _ moment: SampleMoment, outcome: StaticString, revises: Bool,
        in section: SectionText
    ) -> EventReference {
        let id = writer.id(at: moment)
        writer.begin(.attempt, id, at: moment, of: learner.number, by: .teacher, in: section)
        writer.put("\"task\":\"")
        writer.put(task(of: learner))
        writer.put("\",\"competencies\":[")
        writer.put(competencies[learner.competency])
        writer.put("],\"outcome\":\"")
        writer.put(outcome)
        writer.put("\"")
        if revises, let earlier = learner.lastAttempt {
            writer.put(",\"revises\":\"")
            writer.put(earlier)
            writer.put("\"")
        }
        let draw = learner.random.below(4)
        if draw == 0 {
            writer.put(",\"supports\":[\"")
            writer.put(Self.phrase(SamplePhrases.supports, &learner.random))
            writer.put("\"]")
        }
        if draw < 2 {
            writer.end("feedback", Self.phrase(SamplePhrases.feedback, &learner.random))
        } else {
            writer.end()
        }
        learner.credit -= Self.cost
        return id
    }

    /// Writes a piece of evidence.
    mutating func writeEvidence(
        _ learner: DistrictLearner, _ moment: SampleMoment, competency: Int, isExternal: Bool, in section: SectionText
    ) -> EventReference {
        let id = writer.id(at: moment)
        let isSecond = learner.evidence.first != nil
        writer.begin(.evidence, id, at: moment, of: learner.number, by: .teacher, in: section)
        writer.put("\"form\":\"")
        writer.put(isExternal ? "external" : isSecond ? "performance" : "artifact")
        writer.put("\",\"competencies\":[{\"competency\":")
        writer.put(competencies[competency])
        writer.put(",\"level\":")
        writer.put(learner.level)
        writer.put("}],\"task\":\"")
        writer.put(SamplePhrases.tasks[(learner.number + competency + (isSecond ? 1 : 0)) % SamplePhrases.tasks.count])
        writer.put("\",\"context\":\"")
        let contexts = SamplePhrases.contexts
        writer.put(isSecond ? contexts[1 + (learner.number + competency) % (contexts.count - 1)] : contexts[0])
        writer.put("\"")
        writer.end(
            "narrative", SamplePhrases.narratives[(learner.number + competency) % SamplePhrases.narratives.count])
        return id
    }

    /// Writes a decision that cites the evidence at hand.
    mutating func writeDecision(
        _ learner: DistrictLearner, _ moment: SampleMoment, competency: Int, in section: SectionText
    ) -> EventReference {
        let id = writer.id(at: moment)
        writer.begin(.mastery, id, at: moment, of: learner.number, by: .teacher, in: section)
        writer.put("\"competency\":")
        writer.put(competencies[competency])
        writer.put(",\"level\":")
        writer.put(learner.level)
        writer.put(",\"framework\":")
        writer.put(framework)
        writer.put(",\"frameworkVersion\":1,\"criterion\":")
        writer.put(criteria[competency])
        writer.put(",\"decider\":")
        writer.put(section.teacher)
        writer.put(",\"evidence\":[")
        var isFirst = true
        for evidence in [learner.evidence.first, learner.evidence.second] {
            guard let evidence else { continue }
            writer.put(isFirst ? "\"" : ",\"")
            isFirst = false
            writer.put(evidence)
            writer.put("\"")
        }
        writer.put("],\"learnerVoice\":\"")
        writer.put((learner.number + competency) % 9 == 0 ? "differs" : "agrees")
        writer.put("\"")
        if (learner.number + competency) % 3 == 0, let second = learner.evidence.second {
            // Another educator read the second piece; every other time without knowing the first reading.
            writer.put(",\"secondRating\":{\"id\":\"")
            writer.put(second)
            writer.put((learner.number + competency) % 2 == 0 ? "\",\"blind\":true}" : "\",\"blind\":false}")
        }
        writer.put(",\"policy\":\"default-1\"")
        writer.end(
            "rationale", SamplePhrases.rationales[(learner.number + competency) % SamplePhrases.rationales.count])
        return id
    }

    /// Writes that an event was a mistake, and with a replacement, what stands in its place.
    mutating func writeCorrection(
        of event: EventReference, by replacement: EventReference?, _ learner: DistrictLearner, _ moment: SampleMoment,
        _ reason: StaticString, in section: SectionText
    ) {
        writer.begin(
            .correction, writer.id(at: moment), at: moment, of: learner.number, by: .teacher, in: section)
        writer.put("\"corrects\":\"")
        writer.put(event)
        writer.put("\",\"action\":\"")
        if let replacement {
            writer.put("replace\",\"replacement\":\"")
            writer.put(replacement)
            writer.put("\"")
        } else {
            writer.put("void\"")
        }
        writer.end("reason", reason)
    }

    private func task(of learner: DistrictLearner) -> StaticString {
        SamplePhrases.tasks[(learner.number + learner.competency) % SamplePhrases.tasks.count]
    }
}
