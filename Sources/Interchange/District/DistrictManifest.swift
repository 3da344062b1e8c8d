import Crypto
import Foundation
import LearningRecord

/// What `archive.json` says: whose archive it is, how far it goes, and every file of it.
struct DistrictManifest: Sendable {
    /// A file of the archive.
    struct File: Sendable {
        let name: String
        let rows: Int64
        /// SHA-256, in hexadecimal digits.
        let sha256: String
    }

    static let name = "archive.json"
    static let format = "waymark-district"

    let district: UUID
    let districtName: String
    let head: Int64
    /// SHA-256 over all leaf hashes in the order of positions.
    let leaves: String
    let madeAt: String
    /// The district's key under the transfer key, where keys were asked for and there is one.
    let key: [UInt8]?
    let hasKeys: Bool
    /// Words up to this position were sealed already where the archive was made, since their keys had not come with them.
    let sealedUpTo: Int64
    let files: [File]

    var json: JSON {
        .object([
            "format": .string(Self.format), "version": .number("1"),
            "district": .object([
                "id": .string("\(district)".lowercased()), "name": .string(districtName),
            ]),
            "madeAt": .string(madeAt), "head": .number(String(head)), "leavesSha256": .string(leaves),
            "words": .string(hasKeys ? "sealed; their keys are here, under the transfer key" : "sealed; no keys"),
            "hasKeys": .bool(hasKeys), "sealedUpTo": .number(String(sealedUpTo)),
            "districtKey": key.map { .string(Data($0).base64EncodedString()) } ?? .null,
            "files": .array(
                files.map {
                    .object([
                        "name": .string($0.name), "rows": .number(String($0.rows)), "sha256": .string($0.sha256),
                    ])
                }),
        ])
    }
}

extension DistrictManifest {
    /// What the bytes of an `archive.json` say; nil when they are no such thing.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSONReader.read(bytes), json["format"]?.string == Self.format,
            json["version"]?.integer == 1, let id = json["district"]?["id"]?.string.flatMap({ UUID(uuidString: $0) }),
            let name = json["district"]?["name"]?.string, let head = json["head"]?.integer, head >= 0,
            let leaves = json["leavesSha256"]?.string, let madeAt = json["madeAt"]?.string,
            let hasKeys = json["hasKeys"]?.bool, let list = json["files"]?.array
        else { return nil }
        var files: [File] = []
        for file in list {
            guard let name = file["name"]?.string, Self.isPlain(name), let rows = file["rows"]?.integer,
                let sha256 = file["sha256"]?.string
            else { return nil }
            files.append(File(name: name, rows: rows, sha256: sha256))
        }
        // Every archive has a list of keys, if only of those that were destroyed.
        guard Set(files.map(\.name)).count == files.count, files.contains(where: { $0.name == "keys.jsonl" }) else {
            return nil
        }
        sealedUpTo = max(0, json["sealedUpTo"]?.integer ?? 0)
        district = id
        districtName = name
        self.head = head
        self.leaves = leaves
        self.madeAt = madeAt
        key = json["districtKey"]?.string.flatMap { Data(base64Encoded: $0) }.map { Array($0) }
        self.hasKeys = hasKeys
        self.files = files
    }

    /// Names that stay inside the folder.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".")
            && name.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains($0)
            }
    }

    /// A digest in hexadecimal digits.
    static func text(_ digest: some Sequence<UInt8>) -> String {
        digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
