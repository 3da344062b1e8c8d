import Hummingbird
import LearningRecord

/// The registrar's pages: transcripts in preparation, issued and taken back, and what was given to others.
enum TranscriptPages {
    static let all = [
        Endpoint("transcriptsPage", .get, "/transcripts", .duty(.issueTranscripts)) {
            try await PreparingPage.show($0)
        },
        Endpoint("issuedTranscriptsPage", .get, "/transcripts/issued", .duty(.issueTranscripts)) {
            try await IssuedListPage.show($0)
        },
        Endpoint("findLearnerPage", .get, "/learners", .duty(.issueTranscripts)) { try await FindLearnerPage.show($0) },
        Endpoint("disclosuresPage", .get, "/disclosures", .duty(.issueTranscripts)) {
            try await DisclosuresPage.show($0)
        },
        Endpoint("transcriptPreviewPage", .get, "/transcripts/of/{learner}", .dutyTo(.issueTranscripts, .transcript)) {
            try await PreviewPage.show($0)
        },
        Endpoint(
            "issueTranscript", .post, "/transcripts/of/{learner}", .dutyTo(.issueTranscripts, .transcript),
            isAudited: false
        ) { try await PreviewPage.issue($0) },
        Endpoint(
            "declineTranscript", .post, "/transcripts/of/{learner}/requests/{request}",
            .dutyTo(.issueTranscripts, .transcript), isAudited: false
        ) { try await AskedFor.decline($0) },
        Endpoint(
            "transcriptMissingPage", .get, "/transcripts/of/{learner}/missing",
            .dutyTo(.issueTranscripts, .transcript)
        ) { try await MissingPage.show($0) },
        Endpoint(
            "transcriptDraft", .get, "/transcripts/of/{learner}/document", .dutyTo(.issueTranscripts, .transcript)
        ) { try await TranscriptFiles.draft($0) },
        Endpoint(
            "issuedTranscriptPage", .get, "/transcripts/of/{learner}/issued/{issue}",
            .dutyTo(.issueTranscripts, .transcript)
        ) { try await IssuedPage.show($0) },
        Endpoint(
            "issuedTranscriptFile", .get, "/transcripts/of/{learner}/issued/{issue}/{form}",
            .dutyTo(.issueTranscripts, .transcript)
        ) { try await TranscriptFiles.issued($0) },
        Endpoint(
            "revokeTranscriptPage", .get, "/transcripts/of/{learner}/revocation/{issue}",
            .dutyTo(.issueTranscripts, .transcript)
        ) { try await RevocationPage.show($0) },
        Endpoint(
            "revokeTranscript", .post, "/transcripts/of/{learner}/revocation/{issue}",
            .dutyTo(.issueTranscripts, .transcript), isAudited: false
        ) { try await RevocationPage.revoke($0) },
    ]

    /// Where a learner's transcript is.
    static func path(_ learner: LearnerID, _ rest: String = "") -> String { "/transcripts/of/\(learner)\(rest)" }

    /// The way back up.
    static func crumbs(_ words: PageWords) -> [Page.Link] {
        [.init(path: "/transcripts", title: words("registrar.tabs"))]
    }
}
