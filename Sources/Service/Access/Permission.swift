import LearningRecord

/// What a route asks of whoever calls it. Every route names one; there is no way to answer without.
enum Permission: Hashable, Sendable {
    /// Nothing: the route tells nothing of anybody.
    case anyone
    /// That somebody signed in or a token came: what they see follows from who they are.
    case any
    /// That somebody signed in: for what is theirs.
    case signedIn
    /// A relationship to the learner whom the route's `{learner}` names.
    case record(RecordUse)
    /// That somebody teaches the section that the route's `{section}` names, or keeps its school's records.
    case section
    /// A part, or a token's scope.
    case duty(Duty)
    /// A part, and a relationship to the learner whom the route's `{learner}` names.
    case dutyTo(Duty, RecordUse)
}

/// What is done with a learner's record.
enum RecordUse: String, CaseIterable, Hashable, Sendable {
    /// Read what the learner can do, the evidence and the events.
    case read
    /// See the transcript as a reader will see it.
    case transcript
    /// See to whom something was disclosed, and who has looked at the record.
    case disclosures
    /// Add to the record. Which kinds of events, ``Recording`` says.
    case contribute
    /// Decide what the learner has demonstrated, and read a second time what others read.
    case decide

    /// The scope of a token that may do it.
    var scope: Scope? {
        switch self {
        case .read: .readRecords
        case .transcript: .readTranscripts
        case .contribute: .appendEvents
        case .disclosures, .decide: nil
        }
    }

    /// Whether a relationship suffices.
    func isOpen(to relationship: Relationship) -> Bool {
        switch (self, relationship) {
        case (.decide, .teacher): true
        case (.decide, _): false
        case (_, .own), (_, .family), (_, .registrar): true
        case (.read, .teacher), (.contribute, .teacher): true
        case (.read, .opening): true
        case (.read, .system), (.transcript, .system), (.contribute, .system): true
        case (.transcript, .teacher), (.transcript, .opening), (.contribute, .opening): false
        case (.disclosures, .teacher), (.disclosures, .opening), (.disclosures, .system): false
        case (_, .principal): false
        }
    }
}

/// What belongs to a part and not to a relationship.
enum Duty: String, CaseIterable, Hashable, Sendable {
    /// Append events; each is judged by itself.
    case append
    /// Read the log of the district.
    case readLog
    /// Read numbers of groups, with small ones left out.
    case readEquity
    /// Read who was offered what in a school, exactly and by name.
    case readEquityByName
    /// Prepare, issue and revoke transcripts.
    case issueTranscripts
    /// Read frameworks.
    case readFrameworks
    /// Bring rosters, frameworks and files of events in.
    case importData
    /// See how far tables are behind the log.
    case readStatus
    /// Make, rotate and revoke tokens.
    case manageTokens
    /// Say who may come in.
    case manageAccounts
    /// See who has looked at which record.
    case readAudit
    /// Open a record that is not theirs to see, for a reason.
    case openRecords

    /// The scope of a token that may do it; `nil` where no system may.
    var scope: Scope? {
        switch self {
        case .append: .appendEvents
        case .readLog: .readEvents
        case .readEquity: .readEquity
        case .readFrameworks: .readFrameworks
        case .importData: .importData
        case .readStatus: .readStatus
        case .readEquityByName, .issueTranscripts, .manageTokens, .manageAccounts, .readAudit, .openRecords: nil
        }
    }

    /// The parts that may do it.
    var roles: Set<AccessRole> {
        switch self {
        case .append: [.learner, .family, .teacher, .registrar]
        case .readFrameworks: Set(AccessRole.allCases)
        case .readEquity: [.registrar, .principal, .analyst, .administrator]
        case .readEquityByName: [.principal]
        case .issueTranscripts: [.registrar]
        case .importData, .readStatus: [.dataEngineer, .administrator]
        case .manageTokens: [.dataEngineer, .administrator]
        case .manageAccounts, .readAudit: [.administrator]
        case .openRecords: [.registrar, .principal, .administrator, .teacher]
        case .readLog: []
        }
    }
}
