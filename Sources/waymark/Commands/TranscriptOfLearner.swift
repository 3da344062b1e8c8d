import ArgumentParser
import EventLog
import LearningRecord
import Projections
import ReferenceData

/// `waymark transcript`.
struct TranscriptOfLearner: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "transcript", abstract: "Make a learner's transcript: what was demonstrated, in words.",
        discussion: """
            No grade, and nothing that reads as one. --html writes one page that prints well. --issue records in the \
            log that this document was given out, with its digest, and keeps it sealed; an earlier one is superseded \
            by it. --issued gives out again what was issued, the same to the byte whatever has changed since. The \
            master key is needed for both, and where the learner wrote a statement or chose highlights.

            EXAMPLE
              waymark transcript "Ada Moreno"
              waymark transcript roster:s-1042 --html transcript.html
              waymark transcript roster:s-1042 --issue --html transcript.html --json > transcript.json
              waymark transcript roster:s-1042 --issued latest --json > again.json

            NEXT
              Open the page in a browser and print it; `waymark learner LEARNER` shows that it was issued.
            """)

    @Argument(help: ArgumentHelp(LearnerReference.help))
    var learner: String
    @Option(help: ArgumentHelp("Write the page to this file.", valueName: "file"))
    var html: String?
    @Flag(help: "Record in the log that this document was given out.")
    var issue = false
    @Option(
        help: ArgumentHelp(
            "Give out again what was issued: the id that --issue told, or latest.", valueName: "transcript"))
    var issued: IssuedReference?
    @Option(help: ArgumentHelp("The registrar who issues it: named like a learner.", valueName: "person"))
    var by: String?
    @OptionGroup var asOf: AsOfOption
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        if issue, asOf.asOf != nil { throw ValidationError("--issue and --as-of cannot be had at once.") }
        if issued != nil, issue || asOf.asOf != nil {
            throw ValidationError("--issued cannot be had with --issue or --as-of.")
        }
        if by != nil, !issue { throw ValidationError("--by goes with --issue.") }
    }

    func run() async throws {
        try await Site.work(in: district, needingKey: issue || issued != nil) { _, log in
            let person = try await LearnerReference.resolve(learner, in: log, isExact: issue)
            let reader = TranscriptReader(log: log)
            let today = Clock.now()
            if issue {
                let assertion = try await registrar(in: log)
                let issued = try await issue(to: person.id, by: assertion, at: today, in: log)
                try show(issued.document)
                try await tellOthers(of: person, in: log)
                let replaced = issued.superseded == 0 ? "" : "; it takes the place of the one before"
                Terminal.tell("waymark: issued \(issued.id), digest \(issued.digest)\(replaced)")
                return
            }
            if let issued {
                let again = try await issued.find(of: person.id, reader)
                return try show(again.document, canonical: again.canonical)
            }
            if asOf.asOf == nil { try await Projecting.tellLag(of: Transcript.name, in: log, about: person.id) }
            try show(try await reader.document(of: person.id, asOf: asOf.point, madeOn: today.date))
            try await tellOthers(of: person, in: log)
        }
    }

    /// Issues it, with the tables at the end of the log before and after.
    private func issue(
        to learner: LearnerID, by assertion: Assertion, at time: Instant, in log: EventLog
    ) async throws -> TranscriptIssuing.Prepared {
        let issuing = TranscriptIssuing(log: log)
        try await Projecting.catchUp(log)
        do {
            let prepared = try await issuing.prepare(for: learner, by: assertion, at: time)
            _ = try await issuing.issue(prepared)
            try await Projecting.catchUp(log)
            return prepared
        } catch let error as TranscriptIssuingError where error == .nothingDemonstrated {
            throw Failure.refused(error.description, advice: "`waymark continuum` shows how it is.")
        }
    }

    /// Says that the record stands under several ids.
    private func tellOthers(of person: Person, in log: EventLog) async throws {
        let others = try await IdentityReader(log: log).ids(of: person.id).filter { $0 != person.id }
        guard !others.isEmpty else { return }
        Terminal.tell(
            "waymark: note: of \(person.id) and \(others.map { "\($0)" }.joined(separator: ", ")), who are one person.")
    }

    private func show(_ document: TranscriptDocument, canonical: String? = nil) throws {
        if let html { try OutputFile.write(Array(TranscriptPage.html(document).utf8), to: html) }
        if answer.json { return try Output.write(canonical ?? document.canonical) }
        if let html { return try Output.line("Wrote \(html).") }
        try Output.write(TranscriptText(document, width: Terminal.width).text)
    }

    private func registrar(in log: EventLog) async throws -> Assertion {
        guard let by else { return Assertion(role: .system) }
        return Assertion(person: try await LearnerReference.resolve(by, in: log, isExact: true).id, role: .registrar)
    }
}
