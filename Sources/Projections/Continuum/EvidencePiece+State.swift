import LearningRecord

extension EvidencePiece {
    /// Where it stands in the learner's history.
    var moment: Moment { Moment(at: at, position: position) }

    init(_ claim: CompetencyClaim, of evidence: Evidence, at moment: Moment) {
        self.init(
            position: moment.position, at: moment.at, level: claim.level, form: evidence.form, task: evidence.task,
            context: evidence.context)
    }

    func write(to writer: inout StateWriter) {
        writer.put(moment)
        writer.put(level)
        writer.put(form)
        writer.put(task) { $0.put($1.text) }
        writer.put(context) { $0.put($1.text) }
    }

    init(from reader: inout StateReader) throws(StateError) {
        let moment = try reader.moment()
        self.init(
            position: moment.position, at: moment.at, level: try reader.level(), form: try reader.choice(),
            task: try reader.optional { reader throws(StateError) in try reader.label() },
            context: try reader.optional { reader throws(StateError) in try reader.label() })
    }
}

extension StateReader {
    /// Reads a label that was written as its text.
    mutating func label() throws(StateError) -> Label {
        guard let label = Label(try text()) else { throw StateError("a text that is no label") }
        return label
    }
}

extension [EvidencePiece] {
    /// The pieces in few bytes, as a row holds them.
    var packed: [UInt8] {
        var writer = StateWriter()
        // Several hundred thousand rows a second are made: each in one allocation.
        writer.reserveCapacity(4 + count * 56)
        writer.put(self) { $1.write(to: &$0) }
        return writer.bytes
    }

    /// Reads what ``packed`` wrote.
    init(packed bytes: [UInt8]) throws(StateError) {
        var reader = StateReader(bytes)
        self = try reader.list { reader throws(StateError) in try EvidencePiece(from: &reader) }
        try reader.finish()
    }
}
