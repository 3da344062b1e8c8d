import Testing

@testable import LibPQ

@Suite("The thread of a connection")
struct ThreadExecutorTests {
    /// What a connection is to its executor: it ends it as it goes.
    private actor Brief {
        private let executor = ThreadExecutor()
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        private var count = 0

        func touch() -> Int {
            count += 1
            return count
        }

        deinit { executor.end() }
    }

    @Test("Whoever hands over a connection's last job does not touch what the job ended")
    func lastJob() async {
        // The one who hands a job over and the thread that runs it race; many short lives give them the chance.
        let total = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var total = 0
                    for _ in 0..<500 {
                        let brief = Brief()
                        _ = await brief.touch()
                        total += await brief.touch()
                    }
                    return total
                }
            }
            return await group.reduce(0, +)
        }
        #expect(total == 8 * 500 * 2)
    }
}
