import LearningRecord

extension Transcript.State {
    mutating func add(_ decision: Decision, about competency: CompetencyID) {
        decisions[competency, default: []].insert(decision)
    }

    /// Reads a stored state.
    /// - Throws: `StateError` where the bytes are not those of one.
    public init(from reader: inout StateReader) throws(StateError) {
        decisions = try reader.map { reader throws(StateError) in
            try reader.list { reader throws(StateError) in try Decision(from: &reader) }
        }
        evidence = try reader.map { reader throws(StateError) in
            Transcript.Shown(
                moment: try reader.moment(),
                context: try reader.optional { reader throws(StateError) in try reader.text() })
        }
        choices = try reader.optional { reader throws(StateError) in
            Transcript.Choices(
                moment: try reader.moment(),
                highlights: try reader.list { reader throws(StateError) in try reader.id() })
        }
        issues = try reader.map { reader throws(StateError) in
            Transcript.Issue(
                moment: try reader.moment(), digest: try reader.digest(), asOf: try reader.signed(),
                statusIndex: try reader.signed())
        }
        superseded = try reader.map { reader throws(StateError) in try reader.moment() }
        revoked = try reader.map { reader throws(StateError) in try reader.moment() }
    }

    /// Writes the state as bytes; equal states have equal bytes.
    public func write(to writer: inout StateWriter) {
        writer.put(decisions) { writer, list in writer.put(list) { $1.write(to: &$0) } }
        writer.put(evidence) { writer, shown in
            writer.put(shown.moment)
            writer.put(shown.context) { $0.put($1) }
        }
        writer.put(choices) { writer, choices in
            writer.put(choices.moment)
            writer.put(choices.highlights) { $0.put($1) }
        }
        writer.put(issues) { writer, issue in
            writer.put(issue.moment)
            writer.put(issue.digest)
            writer.put(issue.asOf)
            writer.put(issue.statusIndex)
        }
        writer.put(superseded) { $0.put($1) }
        writer.put(revoked) { $0.put($1) }
    }
}
