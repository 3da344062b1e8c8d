import Testing

@testable import Service

@Suite("Deadlines")
struct DeadlinesTests {
    @Test("What is late is given up, and what is in time is answered, however many are under way")
    func limits() async throws {
        let deadlines = Deadlines()
        let outcomes = await withTaskGroup(of: (Int, String).self) { group in
            for number in 0..<40 {
                group.addTask {
                    do {
                        return try await deadlines.within(number < 2 ? .seconds(1) : .seconds(600)) {
                            if number < 2 { try await Task.sleep(for: .seconds(300)) }
                            if number == 2 { throw Problem(.conflict, "It does not fit.") }
                            return (number, "answered")
                        }
                    } catch let problem as Problem {
                        return (number, problem.sort.rawValue)
                    } catch {
                        return (number, "\(error)")
                    }
                }
            }
            return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        #expect(outcomes.count == 40)
        #expect(outcomes[0] == "timeout")
        #expect(outcomes[1] == "timeout")
        #expect(outcomes[2] == "conflict")
        #expect(outcomes.filter { $0.value == "answered" }.count == 37)
    }

    @Test("Whoever goes away takes along what was done for them")
    func cancelled() async throws {
        let deadlines = Deadlines()
        let task = Task {
            try await deadlines.within(.seconds(600)) { try await Task.sleep(for: .seconds(300)) }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
