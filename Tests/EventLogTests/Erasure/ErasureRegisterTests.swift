import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("The register of erasures")
struct ErasureRegisterTests {
    private let master = MasterKey(bytes: Array(repeating: 7, count: 32)).unsafelyUnwrapped

    @Test("what goes in comes out, once, also with two writers at once; nobody else may read the file")
    func roundTrip() async throws {
        try await withRegister { register, path in
            let list = (0..<40).map { _ in item(Bool.random() ? .words : .everything) }
            let master = master
            await withTaskGroup(of: Void.self) { group in
                for start in 0..<4 {
                    group.addTask { try? register.add(Array(list[(start * 5)...]), under: master) }
                }
            }
            #expect(Set(try register.read(under: master)) == Set(list))
            #expect(try register.read(under: master).count == list.count)
            #expect(try register.read(under: nil).count == list.count)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            let text = ErasureList.text(list, under: master)
            #expect(try ErasureList.read(Array(text.utf8), under: master) == list)
        }
    }

    @Test("a line that was torn by a crash is left out, and the next writer goes on behind the last whole one")
    func torn() async throws {
        try await withRegister { register, path in
            let list = [item(.everything), item(.words), item(.everything)]
            try register.add(Array(list.prefix(2)), under: master)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            for length in [0, 5, whole.count - 1, whole.count - 30] {
                try whole.prefix(length).write(to: URL(fileURLWithPath: path))
                let rest = try register.read(under: master)
                #expect(rest == Array(list.prefix(rest.count)))
                try register.add(list, under: master)
                #expect(Set(try register.read(under: master)) == Set(list))
            }
        }
    }

    @Test("a line that was forged or changed is refused; one under another master key speaks of other databases")
    func forged() async throws {
        try await withRegister { register, path in
            let other = try #require(MasterKey(bytes: Array(repeating: 8, count: 32)))
            try register.add([item(.everything)], under: master)
            try register.add([item(.words)], under: other)
            #expect(try register.read(under: master).count == 1)
            #expect(try register.read(under: other).map(\.erasure.reach) == [.words])
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let changed = text.replacing("\"request\"", with: "\"court-order\"")
            #expect(changed != text)
            try Data(changed.utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: ErasureRegister.Failure.damaged(path: path, .wrongCode(2))) {
                try register.read(under: master)
            }
            for garbage in ["", "x", "{}\n", "{\"format\":\"waymark-erasures\",\"version\":2}\n"] {
                #expect(throws: ErasureList.Failure.notAList) {
                    try ErasureList.read(Array(garbage.utf8), under: master)
                }
            }
            // A list that is taken from a file, unlike a register, is whole and of this master key.
            let foreign = ErasureList.text([item(.words)], under: other)
            #expect(throws: ErasureList.Failure.wrongCode(2)) {
                try ErasureList.read(Array(foreign.utf8), under: master)
            }
        }
    }

    @Test("one that was named must be there")
    func absent() throws {
        let path = "/tmp/waymark-no-register-\(UUID().uuidString)"
        #expect(throws: ErasureRegister.Failure.absent(path: path)) {
            try ErasureRegister(path: path, isRequired: true).read(under: nil)
        }
        #expect(try ErasureRegister(path: path, isRequired: false).read(under: nil).isEmpty)
    }

    private func item(_ reach: Erasure.Reach) -> DistrictErasure {
        DistrictErasure(
            district: UUID(),
            erasure: Erasure(
                id: EventID(UUID()), learner: LearnerID(UUID()), reach: reach, basis: .request,
                by: Assertion(person: PersonID(UUID()), role: .administrator),
                at: Instant(microseconds: 1_800_000_000_123_456)))
    }

    private func withRegister(_ body: (ErasureRegister, String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "waymark-register-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(ErasureRegister(path: path, isRequired: false), path)
    }
}
