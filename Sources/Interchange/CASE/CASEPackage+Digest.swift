import Crypto
import LearningRecord

extension CASEPackage {
    /// SHA-256 of what the package says, 32 bytes: the same whichever order its lists are in and whichever version of
    /// CASE it was written in.
    public var digest: [UInt8] {
        Array(SHA256.hash(data: JSONWriter.bytes(Self.sorted(json))))
    }

    /// With the lists of things that have an identifier in the order of these.
    private static func sorted(_ json: JSON) -> JSON {
        switch json {
        case .object(let object):
            return .object(JSONObject(object.members.map { ($0.name, sorted($0.value)) }))
        case .array(let elements):
            let keyed = elements.map { (key: $0["identifier"]?.string, value: sorted($0)) }
            guard keyed.allSatisfy({ $0.key != nil }) else { return .array(keyed.map(\.value)) }
            return .array(keyed.sorted { ($0.key ?? "") < ($1.key ?? "") }.map(\.value))
        default: return json
        }
    }
}
