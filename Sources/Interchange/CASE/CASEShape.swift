/// What an object of a CASE package holds: its members in the order of the standard.
struct CASEShape: Sendable {
    /// A member and what it takes.
    struct Member: Sendable {
        let name: String
        let form: Form
        let isRequired: Bool
    }

    /// What a member takes.
    indirect enum Form: Sendable {
        /// A text. A number stands for its digits, as some systems write codes.
        case text
        /// A list of texts. A text alone is a list of one, as CASE 1.0 lets systems write.
        case texts
        /// A UUID.
        case identifier
        /// A moment, RFC 3339. One without a zone is taken for UTC.
        case dateTime
        /// A day. Of a moment, as CASE 1.0 lets systems write, the day.
        case date
        /// A whole number of 32 bits.
        case integer
        /// A number that scores. It is counted and dropped; levels are put in order by it first.
        case score
        /// A link to something of CASE: title, identifier, URI.
        case link
        /// A list of links. A link alone is a list of one.
        case links
        /// A link to anything that an association can relate.
        case node
        /// `associationType`.
        case kind
        /// `targetType`: CASE, or a name of the publisher's own.
        case targetType
        /// `caseVersion`.
        case version
        /// Whatever the publisher adds, as an object.
        case addition(ofRubric: Bool)
        /// A list of such objects.
        case additions
        /// An object.
        case object(CASEShape)
        /// A list of objects.
        case objects(CASEShape)
    }

    /// The object's name in the standard.
    let name: String
    let members: [Member]
    /// Members of CASE 1.0 that 1.1 has no place for; they repeat what the package says anyway.
    let superseded: Set<String>
    /// For required members that are often missing, the member to repeat instead.
    let fallbacks: [String: String]

    init(_ name: String, superseded: Set<String> = [], fallbacks: [String: String] = [:], _ members: [Member]) {
        self.name = name
        self.superseded = superseded
        self.fallbacks = fallbacks
        self.members = members
    }
}

extension CASEShape.Member {
    static func required(_ name: String, _ form: CASEShape.Form) -> Self {
        Self(name: name, form: form, isRequired: true)
    }
    static func optional(_ name: String, _ form: CASEShape.Form) -> Self {
        Self(name: name, form: form, isRequired: false)
    }
}
