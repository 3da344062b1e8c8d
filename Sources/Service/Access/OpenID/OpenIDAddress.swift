import Foundation

/// Checks of the addresses that have a part in a sign-in.
enum OpenIDAddress {
    /// The parts of an address that can be trusted to lead where it says: https, or plain http on this machine.
    @discardableResult
    static func check(_ text: String, of place: OpenIDPlace) throws(OpenIDError) -> URLComponents {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.fragment == nil,
            scheme == "https" || (scheme == "http" && isLoopback(host))
        else { throw .insecureAddress(place) }
        return parts
    }

    /// The address with these parameters added to its query.
    static func adding(_ parameters: [(name: String, value: String)], to address: String) -> String {
        address + (address.contains("?") ? "&" : "?") + form(parameters)
    }

    /// Parameters as in the query of an address or the body of a form.
    static func form(_ parameters: [(name: String, value: String)]) -> String {
        parameters.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    }

    /// `text` with all but unreserved characters (RFC 3986, section 2.3) as percent and digits.
    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": result.unicodeScalars.append(scalar)
            default: result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}
