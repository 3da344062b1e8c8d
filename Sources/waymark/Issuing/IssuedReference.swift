import ArgumentParser
import LearningRecord
import Projections

/// How a person of the command line names an issued transcript: by its id, or as the latest.
enum IssuedReference: ExpressibleByArgument {
    case latest
    case id(EventID)

    init?(argument: String) {
        if argument == "latest" {
            self = .latest
        } else if let id = EventID(argument) {
            self = .id(id)
        } else {
            return nil
        }
    }

    /// The transcript as it was issued.
    func find(of learner: LearnerID, _ reader: TranscriptReader) async throws -> TranscriptReader.Issued {
        let issues = try await reader.issues(of: learner)
        let found =
            switch self {
            case .latest: issues.last
            case .id(let id): issues.first { $0.id == id }
            }
        guard let found else {
            let known = issues.map { "\($0.id), \($0.issuedAt.date)" }.joined(separator: "; ")
            throw Failure.refused(
                IssuedTranscriptError.unknown.description,
                advice: known.isEmpty ? "None was issued to this learner." : "There are: \(known).")
        }
        do {
            return try await reader.issued(found, to: learner)
        } catch let error as IssuedTranscriptError {
            throw Failure(error.description, advice: "Digest \(found.digest), issued \(found.issuedAt.date).")
        }
    }
}
