import Foundation

/// The headers of a part of `multipart/form-data` (RFC 7578, section 4.2).
enum MultipartHeaders {
    /// The name of the field, and of the file where it is one.
    /// - Throws: ``MultipartParser/Failure``.
    static func read(_ bytes: ArraySlice<UInt8>) throws(MultipartParser.Failure) -> (name: String, filename: String?) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
        var disposition: String?
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty,
                parts[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
            else { throw .malformed }
            switch parts[0].lowercased() {
            case "content-disposition":
                guard disposition == nil else { throw .malformed }
                disposition = parts[1].trimmingCharacters(in: .whitespaces)
            case "content-type": break
            // RFC 7578, section 4.7: nobody sends it any more, and what it says would change the bytes.
            default: throw .malformed
            }
        }
        guard let disposition else { throw .malformed }
        return try parameters(disposition)
    }

    private static func parameters(
        _ text: String
    ) throws(MultipartParser.Failure) -> (name: String, filename: String?) {
        var rest = Substring(text)
        guard rest.lowercased().hasPrefix("form-data") else { throw .malformed }
        rest = rest.dropFirst("form-data".count)
        var values: [String: String] = [:]
        while !rest.isEmpty {
            guard rest.first == ";" else { throw .malformed }
            rest = rest.dropFirst().drop { $0 == " " }
            let key = rest.prefix { $0 != "=" }.lowercased()
            rest = rest.dropFirst(key.count)
            guard rest.hasPrefix("=\"") else { throw .malformed }
            rest = rest.dropFirst(2)
            let value = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(value.count)
            guard rest.first == "\"", values[key] == nil, key == "name" || key == "filename" else { throw .malformed }
            rest = rest.dropFirst()
            values[key] = unescaped(String(value))
        }
        guard let name = values["name"], !name.isEmpty else { throw .malformed }
        // A name, and no path: some browsers of old sent one.
        let filename = values["filename"].map { name in
            String(name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "")
                .trimmingCharacters(in: .controlCharacters)
        }
        return (name, filename)
    }

    /// What a browser wrote in another way (HTML Living Standard, section 4.10.21.8).
    private static func unescaped(_ text: String) -> String {
        text.replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: " ")
    }
}
