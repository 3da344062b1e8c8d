@testable import Service

/// Who may use which route, written down a second time and by hand, so that a route that asks for too little is found.
enum RightsTable {
    /// Who asks.
    enum Caller: String, CaseIterable {
        case nobody
        /// The learner of the own school.
        case learner
        /// The learner's mother.
        case family
        /// Teaches the section of the own school.
        case teacher
        /// Teaches the section of the other school.
        case colleague
        case registrarOfSchool
        case registrarOfDistrict
        case principalOfSchool
        case analyst
        case dataEngineer
        case administrator
        /// An administrator who opened the record of the learner at the other school for a reason.
        case opener
        /// A token with every scope.
        case token
        /// A token that may only see how far tables are.
        case smallToken
        /// Somebody of another district, with every part that can be granted.
        case stranger
    }

    /// Whose record or section the address names.
    enum Place: String, CaseIterable {
        case own
        case otherSchool
        case otherDistrict
        case nowhere
    }

    /// What a route needs.
    enum Need: String, CaseIterable {
        case nothing
        case anybody
        case person
        case readRecord
        case contribute
        case decide
        case transcript
        case disclosures
        case section
        case append
        case log
        case equity
        case equityByName
        case issue
        /// The registrar's part, for a learner who is theirs.
        case issueFor
        case frameworks
        case imports
        case status
        case tokens
        case accounts
        case audit
        case openRecords

        /// Whether it is about a learner or a section that the address names.
        var hasPlace: Bool {
            switch self {
            case .readRecord, .contribute, .decide, .transcript, .disclosures, .section, .issueFor: true
            default: false
            }
        }
    }

    /// The routes by what they need. Every route stands here once.
    static let routes: [Need: [String]] = [
        .nothing: [
            "asset", "health", "readiness", "metrics", "chooseLanguage", "linkPage", "useLink", "readOpenAPI",
            "privacy",
            "readProblem", "signIn", "signInPage", "leaveForSchool", "comeBackFromSchool",
        ],
        .anybody: ["findLearners", "whoAmI", "listSections"],
        .person: [
            "home", "account", "changePassword", "passwordPage", "endOtherSessions", "children", "sections", "signOut",
        ],
        .readRecord: [
            "readLearner", "readContinuum", "readLearnerEvents", "explainRecord", "competency", "evidence",
            "evidenceFile", "pathNews", "offers", "path",
        ],
        .contribute: [
            "askForRecord", "sayVoice", "voiceForm", "takeBack", "takeBackForm", "addEvidence", "evidenceForm",
            "goalForm", "setGoal", "answerForm", "answerOffer", "assessSelf", "selfAssessmentForm", "askForSupport",
            "supportForm", "prepareTranscript", "askForTranscript", "takeTranscriptRequestBack", "addObservation",
            "observationForm", "addReflection", "reflectionForm",
        ],
        .decide: ["decide", "decidePage", "readingPage", "saveReading", "recordOfOne", "hearVoices"],
        .transcript: ["previewTranscript", "transcript", "openIssued", "transcriptPreview"],
        .disclosures: ["readDisclosures", "readReads", "seen"],
        .section: [
            "readSectionNeeds", "section", "sectionByName", "sectionNews", "recordInSection", "recordEvidence",
            "recordOffer", "recordSupport", "takeBackInSection", "giveSupport", "sectionWaiting", "sectionWithoutOffer",
        ],
        .append: ["appendEvents"],
        .log: ["readEvents", "followEvents"],
        .equity: ["readEquity", "equityPage", "equityFile", "equityExplainPage"],
        .equityByName: ["explainEquity", "equityPeoplePage", "equityWithoutOffer"],
        .issue: ["transcriptsPage", "issuedTranscriptsPage", "findLearnerPage", "disclosuresPage"],
        .issueFor: [
            "transcriptPreviewPage", "issueTranscript", "transcriptDraft", "transcriptMissingPage",
            "issuedTranscriptPage", "issuedTranscriptFile", "revokeTranscriptPage", "revokeTranscript",
            "declineTranscript",
        ],
        .frameworks: ["listFrameworks", "readFramework", "exportFramework"],
        .imports: [
            "listImports", "importEvents", "importFramework", "importRoster", "readImport", "readRejects",
            "importsPage",
            "newImportPage", "beginImport", "importPage", "importNews", "importRejects", "retryProjection",
        ],
        .status: ["readProjections", "projectionsPage", "projectionNews", "healthPage"],
        .tokens: [
            "tokensPage", "newTokenPage", "issueToken", "rotateTokenPage", "rotateToken", "revokeTokenPage",
            "revokeToken",
        ],
        .accounts: [
            "accountsPage", "inviteAccountPage", "inviteAccount", "accountPage", "grantRole", "endRole", "resetAccount",
            "endSessionsOfAccount", "endAccountPage", "endAccount",
        ],
        .audit: ["readsPage"],
        .openRecords: ["breakGlass", "breakGlassPage", "endBreakGlass"],
    ]

    /// Who may, where the address names the own learner or section, or names none.
    static let own: [Need: Set<Caller>] = [
        .readRecord: [.learner, .family, .teacher, .registrarOfSchool, .registrarOfDistrict, .token],
        .contribute: [.learner, .family, .teacher, .registrarOfSchool, .registrarOfDistrict, .token],
        .decide: [.teacher],
        .transcript: [.learner, .family, .registrarOfSchool, .registrarOfDistrict, .token],
        .disclosures: [.learner, .family, .registrarOfSchool, .registrarOfDistrict],
        .section: [.teacher, .registrarOfSchool, .registrarOfDistrict, .token],
        .issueFor: [.registrarOfSchool, .registrarOfDistrict],
        .append: [
            .learner, .family, .teacher, .colleague, .registrarOfSchool, .registrarOfDistrict, .token, .stranger,
        ],
        .log: [.token],
        .equity: [
            .registrarOfSchool, .registrarOfDistrict, .principalOfSchool, .analyst, .administrator, .opener, .token,
            .stranger,
        ],
        .equityByName: [.principalOfSchool, .stranger],
        .issue: [.registrarOfSchool, .registrarOfDistrict, .stranger],
        .frameworks: Set(Caller.allCases).subtracting([.nobody, .smallToken]),
        .imports: [.dataEngineer, .administrator, .opener, .token, .stranger],
        .status: [.dataEngineer, .administrator, .opener, .token, .smallToken, .stranger],
        .tokens: [.dataEngineer, .administrator, .opener, .stranger],
        .accounts: [.administrator, .opener, .stranger],
        .audit: [.administrator, .opener, .stranger],
        .openRecords: [
            .teacher, .colleague, .registrarOfSchool, .registrarOfDistrict, .principalOfSchool, .administrator, .opener,
            .stranger,
        ],
    ]

    /// Who may, where it names those of another school.
    static let otherSchool: [Need: Set<Caller>] = [
        .readRecord: [.colleague, .registrarOfDistrict, .opener, .token],
        .contribute: [.colleague, .registrarOfDistrict, .token],
        .decide: [.colleague],
        .transcript: [.registrarOfDistrict, .token],
        .disclosures: [.registrarOfDistrict],
        .section: [.colleague, .registrarOfDistrict, .token],
        .issueFor: [.registrarOfDistrict],
    ]

    /// Whether somebody may use a route at a place.
    static func allows(_ need: Need, _ caller: Caller, at place: Place, isPage: Bool) -> Bool {
        if need == .nothing { return true }
        if isPage, caller == .token || caller == .smallToken { return false }
        switch need {
        case .nothing: return true
        case .anybody: return caller != .nobody
        case .person: return ![.nobody, .token, .smallToken].contains(caller)
        default: break
        }
        guard need.hasPlace else { return own[need]?.contains(caller) ?? false }
        switch place {
        case .own: return own[need]?.contains(caller) ?? false
        case .otherSchool: return otherSchool[need]?.contains(caller) ?? false
        // The stranger has no relationship there either: the parts are granted, and the learner is in no roster of theirs.
        case .otherDistrict, .nowhere: return false
        }
    }
}
