import Crypto
import HTTPTypes
import Hummingbird
import LearningRecord

/// The files that pages need: in the program itself, under addresses that change with their content, so that a browser
/// keeps each for ever.
enum Assets {
    private struct Asset {
        let bytes: [UInt8]
        let type: String
        let version: String

        init(_ bytes: [UInt8], _ type: String) {
            self.bytes = bytes
            self.type = type
            version = Base64URL.text(SHA256.hash(data: bytes).prefix(9))
        }
    }

    private static let all: [String: Asset] = [
        "waymark.css": Asset(PackageResources.waymark_css, "text/css; charset=utf-8"),
        "waymark.js": Asset(PackageResources.waymark_js, "text/javascript; charset=utf-8"),
        "waymark.svg": Asset(Array(icon.utf8), "image/svg+xml"),
    ]

    private static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36" fill="#1c5a52"><rect x="4" y="24.5" width="28" \
        height="8" rx="4"/><rect x="8.5" y="14.800" width="20" height="7.7" rx="3.8"/><rect x="12.5" y="5.5" \
        width="11.5" height="7.3" rx="3.6"/></svg>
        """

    /// The address of a file.
    static func path(_ name: String) -> String { "/assets/\(all[name]?.version ?? "0")/\(name)" }

    static let route = Endpoint("asset", .get, "/assets/{version}/{name}", .anyone) { visit in
        guard let name = visit.context.parameters.get("name"), let asset = all[name] else { throw Problem.notFound }
        var response = Response.bytes(asset.bytes, type: asset.type)
        let isCurrent = visit.context.parameters.get("version") == asset.version
        response.headers[.cacheControl] = isCurrent ? "public, max-age=31536000, immutable" : "no-store"
        return response
    }
}
