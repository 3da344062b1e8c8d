import EventLog
import Projections

/// The figures of access as they were counted: those of a large district take seconds to count.
struct EquityShelf: Sendable {
    typealias Figures = KeptAnswers<Question, EquityAnswer>

    /// A question, and the district of which it is asked.
    struct Question: Hashable, Sendable {
        let tenant: Int32
        let question: EquityQuestion
    }

    private let figures: Figures
    private let dimensions: KeptAnswers<Int32, [String]>

    /// - Parameter patience: what took longer to count is kept.
    init(patience: Duration) {
        figures = Figures(patience: patience)
        // They follow a roster, which comes once a night, and every page of figures asks for them.
        dimensions = KeptAnswers(patience: min(patience, .milliseconds(2)))
    }

    /// The released figures that answer a question.
    /// - Throws: `EquityQuestionError`, `EventLogError`.
    func answer(_ question: EquityQuestion, _ log: EventLog) async throws -> Figures.Answer {
        try await figures.answer(Question(tenant: log.district.tenant, question: question)) {
            try await question.answer(log, exact: false)
        }
    }

    /// The dimensions of groups that a district has.
    /// - Throws: `EventLogError`.
    func dimensions(_ log: EventLog) async throws -> [String] {
        try await dimensions.answer(log.district.tenant) { try await AccessReader(log: log).dimensions() }.value
    }
}
