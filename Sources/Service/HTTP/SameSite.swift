import Foundation
import HTTPTypes
import Hummingbird

/// Whether a request that changes something comes from a page of this very site.
///
/// A browser says so itself: in `Sec-Fetch-Site` (Fetch Metadata Request Headers, W3C), and where it is too old for that
/// in `Origin`. A program sends neither, and has no cookie that another site could use.
enum SameSite {
    static func allows(_ request: Request) -> Bool {
        switch request.method {
        case .get, .head, .options: return true
        default: break
        }
        if let site = request.headers[HTTPField.Name.fetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = request.headers[.origin] else { return true }
        guard let scheme = origin.range(of: "://"), let host = request.head.authority else { return false }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }
}

extension HTTPField.Name {
    // The literals are tokens of RFC 9110, section 5.6.2, which is all that the initialiser asks for.
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let waymarkPosition = HTTPField.Name("Waymark-Position")!
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
    static let contentTypeOptions = HTTPField.Name("X-Content-Type-Options")!
}
