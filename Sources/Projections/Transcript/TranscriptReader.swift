public import EventLog
public import LearningRecord
import LibPQ
import ReferenceData

/// Builds a learner's transcript: from the tables now, or as the log stood at a position, the same each time.
public struct TranscriptReader: Sendable {
    /// The log of the district.
    public let log: EventLog

    /// A reader for a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// What the projection says of a learner.
    /// - Throws: `EventLogError`.
    public func rows(of learner: LearnerID, asOf time: PointInTime = .now) async throws -> [TranscriptRow] {
        let reader = RowReader<Transcript>(log: log)
        if try await reader.needsReplay(learner, asOf: time) { return try await reader.replayed(learner, asOf: time) }
        let lines = try await reader.stored(learner, in: TranscriptLine.table) { try TranscriptLine($0) }
        let choices = try await reader.stored(learner, in: TranscriptChoices.table) { try TranscriptChoices($0) }
        let issues = try await reader.stored(learner, in: TranscriptIssue.table) { try TranscriptIssue($0) }
        return lines.map { .line($0) } + choices.map { .choices($0) } + issues.map { .issue($0) }
    }

    /// The transcripts that were issued to a learner, the oldest first.
    /// - Throws: `EventLogError`.
    public func issues(of learner: LearnerID) async throws -> [TranscriptIssue] {
        try await rows(of: learner).compactMap { if case .issue(let issue) = $0 { issue } else { nil } }
    }

    /// The document for a learner.
    /// - Parameter madeOn: the day that it says it was made on.
    /// - Throws: `EventLogError`; `.key` where the learner's words cannot be opened for want of the master key.
    public func document(
        of learner: LearnerID, asOf time: PointInTime = .now, madeOn: CalendarDate
    ) async throws -> TranscriptDocument {
        let rows = try await rows(of: learner, asOf: time)
        let lines = rows.compactMap { if case .line(let line) = $0 { line } else { nil } }
        let choices = rows.compactMap { if case .choices(let choices) = $0 { choices } else { nil } }.first
        let presences = try await presences(of: learner, asOf: time)
        let opened = try await log.words(at: choices.map { [$0.prepared] + $0.highlights } ?? [])
        let sources = try await sources(learner: learner, lines: lines, schools: Set(presences.map(\.school)))
        return TranscriptDocument(
            lines: lines, choices: choices, presences: presences, opened: opened, sources: sources,
            district: log.district.name, madeOn: madeOn)
    }

    private func presences(of learner: LearnerID, asOf time: PointInTime) async throws -> [AccessPresence] {
        let reader = RowReader<AccessEquity>(log: log)
        if try await reader.needsReplay(learner, asOf: time) {
            return try await reader.replayed(learner, asOf: time)
                .compactMap { if case .presence(let presence) = $0 { presence } else { nil } }
        }
        return try await reader.stored(learner, in: AccessPresence.table) { try AccessPresence($0) }
    }

    private func sources(
        learner: LearnerID, lines: [TranscriptLine], schools: Set<SchoolID>
    ) async throws -> TranscriptSources {
        let tenant = log.district.tenant
        let ids = try await IdentityReader(log: log).ids(of: learner)
        return try await log.run { session in
            let words = try FrameworkWords(
                session, of: log, competencies: lines.map(\.competency),
                citing: Set(lines.compactMap(\.cited)))
            let settings = try TranscriptSettingsStore.current(session, tenant: tenant)
            var profiles: [SchoolID: TranscriptDocument.School] = [:]
            for row in try session.query(
                """
                select school, name, profile from ref.school
                where tenant = \(tenant) and school = any(\(Array(schools)))
                """)
            {
                let school = try row[0, as: SchoolID.self]
                let kept = try row[2, as: String?.self]
                profiles[school] = TranscriptDocument.School(
                    name: try row[1, as: String.self], profile: settings.profiles[school] ?? kept)
            }
            // The name under the id that was asked for; of a person of several ids, else that under another.
            let people = try PersonDirectory.people(session, tenant: tenant, ids: ids)
            let name =
                people.first { $0.id == learner }?.name
                ?? people.sorted { $0.id.uuid < $1.id.uuid }.lazy.compactMap(\.name).first
            return TranscriptSources(words: words, schools: profiles, settings: settings, name: name)
        }
    }
}

/// What a transcript says that stands outside the log.
struct TranscriptSources: Sendable {
    let words: FrameworkWords
    let schools: [SchoolID: TranscriptDocument.School]
    let settings: TranscriptSettings
    let name: String?
}

extension TranscriptLine {
    /// The version of the framework that the decision cites.
    var cited: FrameworkWords.Version? {
        guard let framework, let frameworkVersion else { return nil }
        return FrameworkWords.Version(framework: framework, version: frameworkVersion)
    }
}
