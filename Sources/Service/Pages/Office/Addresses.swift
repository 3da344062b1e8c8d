import Foundation

/// Addresses with what stands behind their question mark.
enum Addresses {
    /// A path with parameters (WHATWG URL, section 5.2 "application/x-www-form-urlencoded serializing"). What has no
    /// value is left out.
    static func address(_ path: String, _ parameters: [(String, String?)]) -> String {
        let items = parameters.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
        return items.isEmpty ? path : path + "?" + items.joined(separator: "&")
    }

    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// RFC 3986, section 2.3.
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
