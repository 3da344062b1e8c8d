import LearningRecord

extension AccessEquity {
    /// An enrolment as a student.
    public struct Enrolment: Equatable, Sendable {
        var moment: Moment
        var school: SchoolID
        var section: SectionID?
        var course: CourseID?
        var from: CalendarDate
        var to: CalendarDate?
    }

    /// The end of an enrolment.
    public struct End: Equatable, Sendable {
        var moment: Moment
        var on: CalendarDate
    }

    /// An offer.
    public struct Offer: Equatable, Sendable {
        var moment: Moment
        var school: SchoolID?
        var section: SectionID?
        var opportunity: String
        var form: EnrichmentOffered.Form
        var competency: CompetencyID?
        var initiatedBy: EnrichmentOffered.Initiator
    }

    /// An answer to an offer.
    public struct Answer: Equatable, Sendable {
        var moment: Moment
        var answer: EnrichmentAnswered.Answer
    }

    /// A request for a support.
    public struct Request: Equatable, Sendable {
        var moment: Moment
        var school: SchoolID?
        var section: SectionID?
        var support: String
        var competency: CompetencyID?
        var byRole: Role
    }

    /// A support given.
    public struct Provision: Equatable, Sendable {
        var moment: Moment
        var school: SchoolID?
        var section: SectionID?
        var support: String
        var competency: CompetencyID?
        var request: EventID?
    }
}

extension AccessEquity.State {
    /// Writes the state as bytes; equal states have equal bytes.
    public func write(to writer: inout StateWriter) {
        writer.put(enrolments) { writer, enrolment in
            writer.put(enrolment.moment)
            writer.put(enrolment.school)
            writer.put(enrolment.section) { $0.put($1) }
            writer.put(enrolment.course) { $0.put($1) }
            writer.put(enrolment.from)
            writer.put(enrolment.to) { $0.put($1) }
        }
        writer.put(ends) { writer, end in
            writer.put(end.moment)
            writer.put(end.on)
        }
        writer.put(offers) { writer, offer in
            writer.put(offer.moment)
            writer.put(offer.school) { $0.put($1) }
            writer.put(offer.section) { $0.put($1) }
            writer.put(offer.opportunity)
            writer.put(offer.form)
            writer.put(offer.competency) { $0.put($1) }
            writer.put(offer.initiatedBy)
        }
        writer.put(answers) { writer, answer in
            writer.put(answer.moment)
            writer.put(answer.answer)
        }
        writer.put(started) { $0.put($1) }
        writer.put(completed) { $0.put($1) }
        writer.put(requests) { writer, request in
            writer.put(request.moment)
            writer.put(request.school) { $0.put($1) }
            writer.put(request.section) { $0.put($1) }
            writer.put(request.support)
            writer.put(request.competency) { $0.put($1) }
            writer.put(request.byRole)
        }
        writer.put(provisions) { writer, provision in
            writer.put(provision.moment)
            writer.put(provision.school) { $0.put($1) }
            writer.put(provision.section) { $0.put($1) }
            writer.put(provision.support)
            writer.put(provision.competency) { $0.put($1) }
            writer.put(provision.request) { $0.put($1) }
        }
    }

    /// Reads a stored state.
    /// - Throws: `StateError` where the bytes are not those of one.
    public init(from reader: inout StateReader) throws(StateError) {
        enrolments = try reader.map { reader throws(StateError) in
            AccessEquity.Enrolment(
                moment: try reader.moment(), school: try reader.id(), section: try reader.optionalID(),
                course: try reader.optionalID(), from: try reader.day(),
                to: try reader.optional { reader throws(StateError) in try reader.day() })
        }
        ends = try reader.map { reader throws(StateError) in
            AccessEquity.End(moment: try reader.moment(), on: try reader.day())
        }
        offers = try reader.map { reader throws(StateError) in
            AccessEquity.Offer(
                moment: try reader.moment(), school: try reader.optionalID(), section: try reader.optionalID(),
                opportunity: try reader.text(), form: try reader.choice(), competency: try reader.optionalID(),
                initiatedBy: try reader.choice())
        }
        answers = try reader.map { reader throws(StateError) in
            AccessEquity.Answer(moment: try reader.moment(), answer: try reader.choice())
        }
        started = try reader.map { reader throws(StateError) in try reader.moment() }
        completed = try reader.map { reader throws(StateError) in try reader.moment() }
        requests = try reader.map { reader throws(StateError) in
            AccessEquity.Request(
                moment: try reader.moment(), school: try reader.optionalID(), section: try reader.optionalID(),
                support: try reader.text(), competency: try reader.optionalID(), byRole: try reader.choice())
        }
        provisions = try reader.map { reader throws(StateError) in
            AccessEquity.Provision(
                moment: try reader.moment(), school: try reader.optionalID(), section: try reader.optionalID(),
                support: try reader.text(), competency: try reader.optionalID(), request: try reader.optionalID())
        }
    }
}
