import Foundation

/// What the provider sends back with the browser, in the query of our redirect address (RFC 6749, section 4.1.2).
public struct OpenIDCallback: Hashable, Sendable {
    let code: String?
    let state: String?
    let error: String?
    /// Who sends it (RFC 9207), if the provider says so.
    let issuer: String?

    /// - Parameter query: what stands after the question mark, as it came.
    public init(query: String?) throws(OpenIDError) {
        var values: [String: String] = [:]
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count == 2 ? parts[1] : "")
            else { throw .malformedCallback }
            // RFC 6749, section 3.1: no parameter stands twice.
            guard values.updateValue(value, forKey: name) == nil else { throw .malformedCallback }
        }
        code = values["code"]
        state = values["state"]
        error = values["error"]
        issuer = values["iss"]
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}
