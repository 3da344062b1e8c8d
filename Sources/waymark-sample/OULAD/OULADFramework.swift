import LearningRecord

/// A framework with one competency for each module, since the data name no others (CASE 1.1).
enum OULADFramework {
    /// UUIDs of version 8 (RFC 9562, section 5.8): "oulad", a sort, and the module's letters.
    private enum Sort: Int { case document, item, association }
    private static let changedAt = "2017-11-28T00:00:00+00:00"
    private static let title = "Modules of the Open University (OULAD)"

    /// The competency of a module; `nil` when its code is not one to six ASCII letters or digits.
    static func competency(of module: String) -> String? {
        guard (1...6).contains(module.utf8.count), module.utf8.allSatisfy({ isLetterOrDigit($0) }) else { return nil }
        return uuid(.item, module)
    }

    /// The package as JSON.
    static func text(modules: [String]) -> String {
        let package: JSONObject = [
            "CFDocument": .object([
                "identifier": .string(uuid(.document, "")), "uri": .string(uri("CFDocuments", uuid(.document, ""))),
                "creator": .string("Made from the Open University Learning Analytics dataset"),
                "title": .string(title), "lastChangeDateTime": .string(changedAt), "caseVersion": .string("1.1"),
            ]),
            "CFItems": .array(modules.map(item)), "CFAssociations": .array(modules.map(association)),
        ]
        return JSONWriter.pretty(.object(package)) + "\n"
    }

    private static func item(_ module: String) -> JSON {
        .object([
            "identifier": .string(uuid(.item, module)), "uri": .string(uri("CFItems", uuid(.item, module))),
            "humanCodingScheme": .string(module), "fullStatement": .string("What module \(module) teaches"),
            "CFItemType": .string("Module"), "lastChangeDateTime": .string(changedAt),
        ])
    }

    private static func association(_ module: String) -> JSON {
        .object([
            "identifier": .string(uuid(.association, module)), "associationType": .string("isChildOf"),
            "uri": .string(uri("CFAssociations", uuid(.association, module))),
            "originNodeURI": node("CFItems", uuid(.item, module), title: module),
            "destinationNodeURI": node("CFDocuments", uuid(.document, ""), title: title),
            "lastChangeDateTime": .string(changedAt),
        ])
    }

    private static func node(_ path: String, _ id: String, title: String) -> JSON {
        .object(["title": .string(title), "identifier": .string(id), "uri": .string(uri(path, id))])
    }

    private static func uri(_ path: String, _ id: String) -> String { "https://oulad.invalid/case/\(path)/\(id)" }

    private static func uuid(_ sort: Sort, _ module: String) -> String {
        let letters = module.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        return "6f756c61-640\(sort.rawValue)-8000-8000-" + String(repeating: "0", count: 12 - letters.count) + letters
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
