import LearningRecord

/// An ID token, taken apart and not yet believed (RFC 7519; compact serialisation of RFC 7515, section 3.1).
struct IDToken: Sendable {
    let algorithm: IDTokenAlgorithm
    let keyID: String?
    let claims: JSON
    /// What is signed.
    let signedBytes: [UInt8]
    let signature: [UInt8]

    init(_ text: String) throws(IDTokenFault) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let headerBytes = Base64URL.bytes(parts[0]),
            let claimBytes = Base64URL.bytes(parts[1]), let signature = Base64URL.bytes(parts[2]),
            let header = try? JSONReader.read(headerBytes), header.object != nil,
            let claims = try? JSONReader.read(claimBytes), claims.object != nil
        else { throw .malformed }
        guard header["crit"] == nil else { throw .critical }
        guard let algorithm = header["alg"]?.string.flatMap(IDTokenAlgorithm.init(rawValue:)) else { throw .algorithm }
        self.algorithm = algorithm
        keyID = header["kid"]?.string
        self.claims = claims
        self.signature = signature
        signedBytes = Array(text.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
    }
}
