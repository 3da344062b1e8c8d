public import LearningRecord

extension CASEReport {
    /// The report for machines.
    public var json: JSON {
        .object([
            "framework": .string(framework.description),
            "title": .string(title),
            "caseVersion": .string(writtenIn),
            "outcome": .string(outcome.rawValue),
            "dryRun": .bool(isDryRun),
            "version": number(version),
            "items": number(items),
            "associations": .object([
                "total": number(associationCount),
                "outside": number(outsideCount),
                "kinds": .array(
                    associations.map {
                        .object([
                            "kind": .string($0.kind.rawValue), "count": number($0.count),
                            "outside": number($0.outside),
                        ])
                    }),
            ]),
            "rubrics": .object(["criteria": number(criteria), "levels": number(levels)]),
            "competencies": .object([
                "added": number(added), "changed": number(changed), "removed": number(removed),
                "replaced": number(replaced),
            ]),
            "keptOut": .object([
                "unknown": counts(findings.unknown), "superseded": counts(findings.superseded),
                "scores": counts(findings.scores),
            ]),
            "adapted": .object([
                "filled": counts(findings.filled), "kinds": counts(findings.renamedKinds),
                "momentsWithoutZone": number(findings.momentsWithoutZone),
                "turnedCriteria": number(findings.turnedCriteria),
            ]),
        ])
    }

    private func number(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

    private func counts(_ counts: [String: Int]) -> JSON {
        .object(JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, number($0.value)) }))
    }
}
