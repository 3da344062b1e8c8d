import EventLog
import Foundation

extension Site {
    /// Refuses a record that lacks erasures which the keys' side knows of, since it was restored from an older copy. Then
    /// ends what was begun, and notes what the register lacks.
    func checkErasures() async throws {
        let register = try place.erasureRegister.read(under: master)
        let missing = try await store.missingErasures(register: register)
        guard missing.isEmpty else {
            throw Failure(
                "this record was restored from a copy that is older than \(Cell.grouped(missing.count)) "
                    + "erasure\(missing.count == 1 ? "" : "s"): who was erased would be back",
                advice: "`waymark erasures replay` erases again; until then nothing is shown of it.")
        }
        let finished = try await store.finishErasures()
        if finished > 0 {
            Terminal.tell(
                "waymark: note: destroyed \(Cell.grouped(finished)) key\(finished == 1 ? "" : "s") of erased learners "
                    + "that were still there")
        }
        try await noteErasures(knowing: register)
    }

    /// Adds to the register what the log says of erasures and it lacks. Needs the master key, and leaves it to a command
    /// that has it otherwise.
    /// - Parameter isRestoring: whether a register that was named and is not there is begun.
    func noteErasures(isRestoring: Bool = false) async throws {
        try await noteErasures(
            knowing: try isRestoring ? restoredRegister() : place.erasureRegister.read(under: master))
    }

    /// The register; nothing where it is not there, also where one was named.
    func restoredRegister() throws -> [DistrictErasure] {
        do throws(ErasureRegister.Failure) {
            return try place.erasureRegister.read(under: master)
        } catch {
            guard case .absent = error else { throw error }
            return []
        }
    }

    private func noteErasures(knowing register: [DistrictErasure]) async throws {
        let known = Set(register.map(\.erasure.id))
        let lacking = try await store.erasures().filter { !known.contains($0.erasure.id) }
        guard !lacking.isEmpty, let master else { return }
        let file = place.erasureRegister
        do {
            if !file.isRequired {
                // Others may pass through root's folder: the server's account has its own below it.
                try? FileManager.default.createDirectory(
                    atPath: (file.path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: geteuid() == 0 ? 0o711 : 0o700])
            }
            try file.add(lacking, under: master)
        } catch {
            Terminal.tell("waymark: note: \(error)")
        }
    }
}
