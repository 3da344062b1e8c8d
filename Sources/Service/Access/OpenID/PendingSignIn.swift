import Foundation
import LearningRecord

/// A sign-in between the browser's leaving for the provider and its coming back: what the sealed cookie holds.
struct PendingSignIn: Hashable, Sendable {
    let state: String
    let nonce: String
    let proof: ProofKey
    /// Where the person wanted to go.
    let returnPath: String

    /// A new one.
    init(returnPath: String) {
        state = RandomText.make()
        nonce = RandomText.make()
        proof = .make()
        self.returnPath = Self.isLocal(returnPath) ? returnPath : "/"
    }

    /// Reads what `bytes` made.
    init?(bytes: [UInt8]) {
        guard let json = try? JSONReader.read(bytes), let state = json["state"]?.string,
            let nonce = json["nonce"]?.string, let verifier = json["verifier"]?.string,
            let returnPath = json["return"]?.string
        else { return nil }
        self.state = state
        self.nonce = nonce
        proof = ProofKey(verifier: verifier)
        self.returnPath = returnPath
    }

    var bytes: [UInt8] {
        JSONWriter.bytes(
            .object([
                "state": .string(state), "nonce": .string(nonce), "verifier": .string(proof.verifier),
                "return": .string(returnPath),
            ]))
    }

    /// Whether a path leads to a page of ours. Browsers take `//` and `/\` for the beginning of another host, and leave
    /// out tabs and line ends before they look.
    static func isLocal(_ path: String) -> Bool {
        let bytes = Array(path.utf8.prefix(2))
        return bytes.first == UInt8(ascii: "/") && !bytes.dropFirst().contains(UInt8(ascii: "/"))
            && path.utf8.count <= 1024
            && path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
    }
}
