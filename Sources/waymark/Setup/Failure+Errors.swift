import EventLog
import Interchange
import LearningRecord
import LibPQ
import PrivateCluster
import Projections
import ReferenceData
import Schema

extension Failure {
    /// What a person is told of an error of any layer. Never a stack trace, never anyone's data.
    init(reading error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as EventLogError: self.init(error)
        case let error as PostgresError: self.init(error)
        case let error as MigrationError:
            self.init("\(error)", status: .noDatabase, details: error.debugDescription)
        case is RetentionSchedule.Failure:
            self.init(
                "\(error)", advice: "Nothing was changed. Docs/retention.md shows the form.", status: .refused,
                details: String(reflecting: error))
        case is ErasureList.Failure:
            self.init("\(error)", status: .refused, details: String(reflecting: error))
        case let error as KeyError: self.init("\(error)", details: String(reflecting: error))
        case let error as ClusterError: self.init("\(error)", status: .noDatabase, details: String(reflecting: error))
        case is CASEError, is RosterImportError, is DistrictArchiveError, is ArchiveError, is CSVError:
            self.init("\(error)", advice: "Nothing was changed.", status: .refused, details: String(reflecting: error))
        case is TranscriptSettingsError:
            self.init(
                "\(error)", advice: "Nothing was changed. Docs/formats/transcript-settings.md shows the form.",
                status: .refused, details: String(reflecting: error))
        case let error as EquityQuestionError: self.init(error)
        case let error as ProjectionError: self.init("\(error)", details: String(reflecting: error))
        case let error as RecordError: self.init("\(error)", status: .refused, details: String(reflecting: error))
        default: self.init("\(error)", details: String(reflecting: error))
        }
    }

    /// Whether an error says only that the task was cancelled.
    static func isCancellation(_ error: any Error) -> Bool {
        switch error {
        case is CancellationError: true
        case let error as PostgresError: error.kind == .cancelled
        case EventLogError.database(let error): error.kind == .cancelled
        default: false
        }
    }

    private init(_ error: EventLogError) {
        let details = String(reflecting: error)
        switch error {
        case .database(let error): self.init(error)
        case .invalid, .repeatedID, .reusedID, .unknownReference, .unknownDistrict, .districtExists, .erased,
            .alreadyErased:
            self.init("\(error)", status: .refused, details: details)
        case .requestOpen:
            self.init(
                "\(error)",
                advice: "`waymark access-request list` shows it; `waymark access-request close` answers it.",
                status: .refused, details: details)
        case .staleExpectation, .key: self.init("\(error)", details: details)
        case .damaged:
            self.init("\(error)", advice: "`waymark verify` names the first wrong event.", details: details)
        }
    }

    private init(_ error: EquityQuestionError) {
        let advice: String?
        switch error {
        case .unknown(_, _, let known):
            let list = known.prefix(12).map(TextWidth.harmless).joined(separator: ", ")
            advice = known.isEmpty ? nil : "There are \(list)\(known.count > 12 ? ", …" : "")."
        case .notOne: advice = "--from and --to name the days of one of several terms of a title."
        }
        self = .refused("\(error)", advice: advice)
    }

    private init(_ error: PostgresError) {
        let details = error.debugDescription
        guard error.kind == .connection else {
            self.init("\(error)", advice: "`--debug` shows what PostgreSQL said.", details: details)
            return
        }
        self.init(
            "\(error)", advice: "See that the server of DATABASE_URL or PGHOST runs and lets you in; `waymark status`.",
            status: .noDatabase, details: details)
    }
}
