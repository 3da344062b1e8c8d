/// What somebody looked at and why, in the words of a page: the audit keeps the name of the route and of the right.
enum Looked {
    /// Names of routes by which somebody sees the learner's path or a part of it.
    private static let parts: [String: String] = [
        "path": "seen.path", "competency": "seen.competency", "evidence": "seen.evidence", "evidenceFile": "seen.file",
        "offers": "seen.offers", "readContinuum": "seen.path", "explainRecord": "seen.path",
        "readLearnerEvents": "seen.events", "previewTranscript": "seen.preview", "transcriptPreview": "seen.preview",
        "transcript": "seen.preview", "readDisclosures": "seen.disclosures", "readReads": "seen.disclosures",
        "transcriptPreviewPage": "seen.preview", "transcriptMissingPage": "seen.preview",
        "transcriptDraft": "seen.preview", "issuedTranscriptPage": "seen.transcript",
        "issuedTranscriptFile": "seen.transcript", "openIssued": "seen.transcript", "section": "seen.list",
        "sectionByName": "seen.list", "sectionWaiting": "seen.list", "sectionWithoutOffer": "seen.list",
        "sectionNews": "seen.list", "readSectionNeeds": "seen.list", "decidePage": "seen.decision",
        "readingPage": "seen.reading", "explainEquity": "seen.offered", "explainEquityPage": "seen.offered",
        "equityWithoutOffer": "seen.offered", "transcriptsPage": "seen.transcripts",
        "issuedTranscriptsPage": "seen.transcripts", "disclosuresPage": "seen.disclosures",
    ]

    /// What.
    static func what(_ look: ReadLog.Entry, _ words: PageWords) -> String {
        if look.learner == nil { return words("seen.every") }
        return parts[look.what].map { words($0) } ?? words("seen.other")
    }

    /// Why: by which right.
    static func why(_ name: String, _ page: LearnerPage) -> String {
        let key =
            switch name {
            case Relationship.own.name: "own"
            case Relationship.family.name: "family"
            case "teaches the learner": "teacher"
            case Relationship.registrar(nil).name, "registrar of the learner's school": "registrar"
            case Relationship.principal(nil).name, "principal of the learner's school": "principal"
            case "opened for a reason": "opening"
            default: "system"
            }
        return page.say("seen.why.\(key)")
    }
}
