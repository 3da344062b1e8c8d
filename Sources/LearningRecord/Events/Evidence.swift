/// A piece of evidence of what a learner can do.
public struct Evidence: EventPayload {
    /// What sort of evidence it is.
    public enum Form: String, Choice {
        case artifact
        case observation
        case performance
        case reflection
        case external
    }

    /// What part a person had in it.
    public enum Part: String, Choice {
        case made
        case contributed
        case observed
        case assessed
    }

    /// A person who had a part in the evidence.
    public struct Author: Hashable, Sendable, FieldValue {
        /// Who.
        public var person: PersonID
        /// The part.
        public var part: Part

        /// An author.
        public init(person: PersonID, part: Part) {
            self.person = person
            self.part = part
        }

        /// Reads it from JSON.
        /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
        public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Author {
            guard let object = json.object else { throw RecordError(.invalidValue, at: path(), "must be an object") }
            var fields = FieldReader(object, at: path())
            let author = Author(person: try fields.required("person"), part: try fields.required("part"))
            try fields.finish()
            return author
        }

        /// As JSON, in the form that `read` takes.
        public var json: JSON { .object(["person": person.json, "part": part.json]) }
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.evidence
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("title"), .optional("link"), .optional("narrative")]

    /// What sort of evidence it is.
    public var form: Form
    /// The competencies with the level that the evidence speaks to: at least one.
    public var claims: [CompetencyClaim]
    /// The task that it came from.
    public var task: Label?
    /// Where it was shown: a lab, a community project, a performance…
    public var context: Label?
    /// Who had a part in it, beside the learner.
    public var authors: [Author]
    /// The digest of the file.
    public var digest: Digest?
    /// The piece of group work that this is evidence of: the same id in the evidence of each learner who had a part in it.
    public var work: WorkID?

    /// A piece of evidence.
    public init(
        form: Form, claims: [CompetencyClaim], task: Label? = nil, context: Label? = nil, authors: [Author] = [],
        digest: Digest? = nil, work: WorkID? = nil
    ) {
        self.form = form
        self.claims = claims
        self.task = task
        self.context = context
        self.authors = authors
        self.digest = digest
        self.work = work
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        form = try fields.requiredColumn("form")
        claims = try fields.claims()
        task = try fields.optionalColumn("task")
        context = try fields.optional("context")
        authors = try fields.optional("authors") ?? []
        digest = try fields.optional("digest")
        work = try fields.optional("work")
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        try Limits.check(competencies: claims.map(\.competency))
        try Limits.check(authors, at: "facts.authors", count: 0...Limits.authors, of: "authors") { $0 }
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("form", form)
        fields.put(claims: claims)
        fields.putColumn("task", task)
        fields.put("context", context)
        fields.put("authors", authors.isEmpty ? nil : authors)
        fields.put("digest", digest)
        fields.put("work", work)
    }
}
