import Synchronization
import Testing

@testable import Service

@Suite("Answers that are kept")
struct KeptAnswersTests {
    /// Counts how often it was asked, and takes its time.
    private final class Search: Sendable {
        private let asked = Mutex(0)
        private let takes: Duration

        init(takes: Duration) {
            self.takes = takes
        }

        var count: Int { asked.withLock(\.self) }

        func find() async throws -> Int {
            let number = asked.withLock {
                $0 += 1
                return $0
            }
            try await Task.sleep(for: takes)
            return number
        }
    }

    struct Failed: Error {}

    @Test("What is found quickly is looked for each time")
    func quick() async throws {
        let (kept, search) = (KeptAnswers<String, Int>(patience: .seconds(60)), Search(takes: .zero))
        for number in 1...3 { #expect(try await kept.answer("a") { try await search.find() }.value == number) }
    }

    @Test("What took long is answered as it was, for each question apart; and all who ask at once wait for one search")
    func slow() async throws {
        let (kept, search) = (KeptAnswers<String, Int>(patience: .zero), Search(takes: .milliseconds(50)))
        let together = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<5 { group.addTask { try await kept.answer("a") { try await search.find() }.value } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(together == [1])
        #expect(try await kept.answer("a") { try await search.find() }.value == 1)
        #expect(try await kept.answer("b") { try await search.find() }.value == 2)
    }

    @Test("What is old is answered, and looked for anew meanwhile")
    func old() async throws {
        let kept = KeptAnswers<String, Int>(patience: .zero, fresh: .zero)
        let search = Search(takes: .milliseconds(20))
        #expect(try await kept.answer("a") { try await search.find() }.value == 1)
        #expect(try await kept.answer("a") { try await search.find() }.value == 1)
        let end = ContinuousClock.now + .seconds(20)
        while search.count < 2, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        var newest = 1
        while newest == 1, ContinuousClock.now < end {
            newest = try await kept.answer("a") { try await search.find() }.value
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(newest > 1)
    }

    @Test("What is too old is looked for before it is answered, and the oldest goes where there are too many")
    func tooOld() async throws {
        let brief = KeptAnswers<String, Int>(patience: .zero, fresh: .zero, usable: .zero)
        let search = Search(takes: .milliseconds(1))
        for number in 1...2 { #expect(try await brief.answer("a") { try await search.find() }.value == number) }
        let few = KeptAnswers<String, Int>(patience: .zero, capacity: 2)
        let other = Search(takes: .milliseconds(1))
        for (question, number) in [("a", 1), ("b", 2), ("c", 3), ("b", 2), ("a", 4)] {
            #expect(try await few.answer(question) { try await other.find() }.value == number)
        }
    }

    @Test("A search that fails is told to whoever asked, and made anew")
    func failing() async throws {
        let kept = KeptAnswers<String, Int>(patience: .zero)
        await #expect(throws: Failed.self) { try await kept.answer("a") { throw Failed() } }
        #expect(try await kept.answer("a") { 7 }.value == 7)
    }
}
