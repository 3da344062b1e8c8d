import Crypto
import Foundation
import LearningRecord

/// The text form of a list of erasures: JSON Lines, each line with a code that only who has the master key can make.
///
///     {"format":"waymark-erasures","version":1}
///     {"district":"<uuid>","event":{…},"key":"<fingerprint>","mac":"<64 hexadecimal digits>"}
///
/// `key` names the master key. The code is HMAC-SHA-256 over the line as it stands without `mac`, under a key derived from the master key. It keeps
/// a forged line from erasing anyone; it cannot show that lines were taken away.
public enum ErasureList {
    /// Why a list cannot be taken.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// It does not begin as one.
        case notAList
        /// A line is not of the form.
        case badLine(Int)
        /// A line was not written under this master key, or was changed.
        case wrongCode(Int)

        /// In words, for people.
        public var description: String {
            switch self {
            case .notAList: "this is no list of erasures: `waymark erasures export` writes one"
            case .badLine(let line): "line \(line) is not of the form of a list of erasures; nothing was done"
            case .wrongCode(let line):
                "line \(line) was changed, or was written under another master key; nothing was done"
            }
        }
    }

    static let header = "{\"format\":\"waymark-erasures\",\"version\":1}"

    /// The lines of some erasures, without the header.
    static func lines(_ erasures: [DistrictErasure], under master: MasterKey) -> [String] {
        erasures.map { item in
            var object = body(item, master)
            object["mac"] = .string(code(of: object, under: master))
            return JSONWriter.text(.object(object))
        }
    }

    /// The whole text.
    public static func text(_ erasures: [DistrictErasure], under master: MasterKey) -> String {
        ([header] + lines(erasures, under: master)).joined(separator: "\n") + "\n"
    }

    /// Reads a list.
    /// - Parameters:
    ///   - master: the master key, where it is at hand: then codes are checked.
    ///   - isRegister: whether it is a register: a last line without its end is left out, since a writer was killed in
    ///     it; and so are lines of other master keys, which speak of other databases.
    public static func read(
        _ bytes: [UInt8], under master: MasterKey?, isRegister: Bool = false
    ) throws(Failure) -> [DistrictErasure] {
        // What follows the last line's end: nothing, or a line that was torn.
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true || isRegister { lines.removeLast() }
        guard lines.first.map({ String(decoding: $0, as: UTF8.self) }) == header else { throw .notAList }
        var found: [DistrictErasure] = []
        for (index, line) in lines.enumerated().dropFirst() {
            guard let value = try? JSONReader.read(line), var object = value.object,
                let mac = object["mac"]?.string, let key = object["key"]?.string,
                let district = object["district"]?.string.flatMap({ UUID(uuidString: $0) }),
                let event = object["event"]?.object.flatMap({ try? LearningEvent($0) }), let erasure = Erasure(event)
            else { throw .badLine(index + 1) }
            object["mac"] = nil
            if isRegister, let master, key != master.fingerprint { continue }
            if let master, code(of: object, under: master) != mac { throw .wrongCode(index + 1) }
            found.append(DistrictErasure(district: district, erasure: erasure))
        }
        return found
    }

    private static func body(_ item: DistrictErasure, _ master: MasterKey) -> JSONObject {
        [
            "district": .string("\(item.district)".lowercased()), "event": .object(item.erasure.event.json),
            "key": .string(master.fingerprint),
        ]
    }

    private static func code(of object: JSONObject, under master: MasterKey) -> String {
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: master.key, info: Array("waymark erasures".utf8), outputByteCount: 32)
        return HMAC<SHA256>.authenticationCode(for: JSONWriter.bytes(.object(object)), using: key)
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
