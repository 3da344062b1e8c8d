import AsyncHTTPClient
import Foundation
import LearningRecord
import NIOCore
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@testable import Service

/// A headless Chromium that a test drives as a person would: by W3C WebDriver, and by Chromium's own commands where that
/// has no word for it.
final class Chromium: Sendable {
    /// Whether Chromium and its driver are here.
    static let isPresent = program("chromium") != nil && program("chromedriver") != nil
    /// Why a test that needs it is skipped.
    static let absence: Comment = "needs chromium and chromedriver, which Deploy/setup --for-tests installs"

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// How often somebody clicked, typed or chose.
    let interactions = Mutex(0)
    /// Where the service is.
    let url: String
    private let session: String

    private init(session: String, url: String) {
        (self.session, self.url) = (session, url)
    }

    /// Runs a test with a browser in which nobody was before.
    static func with(_ service: RunningService, _ body: (Chromium) async throws -> Void) async throws {
        let driver = try await driver.value
        // As root Chromium runs only without a sandbox; small machines have a small /dev/shm.
        let arguments = [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
            "--disable-background-networking", "--no-first-run", "--lang=en-US", "--window-size=1280,900",
        ]
        let capabilities: JSONObject = [
            "browserName": .string("chrome"), "goog:loggingPrefs": .object(["browser": .string("ALL")]),
            "goog:chromeOptions": .object(["args": .array(arguments.map { .string($0) })]),
        ]
        let answer = try await send(
            .POST, "\(driver)/session",
            .object(["capabilities": .object(["alwaysMatch": .object(capabilities)])]))
        guard let id = answer["sessionId"]?.string else { throw Failure(description: "no session: \(answer)") }
        let browser = Chromium(session: "\(driver)/session/\(id)", url: service.url)
        do {
            try await body(browser)
        } catch {
            _ = try? await send(.DELETE, browser.session, nil)
            throw error
        }
        _ = try await send(.DELETE, browser.session, nil)
    }

    // MARK: The driver

    /// One driver for all tests of this process; it and its browsers end with the process.
    private static let driver = Task { () throws -> String in
        let port = Browser.freePort()
        let process = Process()
        process.executableURL = program("chromedriver")
        process.arguments = ["--port=\(port)", "--log-level=SEVERE"]
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // A started program leads a group of its own, in which its browsers are. It may have been started with signals held
        // back, as threads of Swift have them; nothing holds back this one.
        let end = try EndOfProcess(run: #"kill -9 "-$1""#, ["\(process.processIdentifier)"])
        let url = "http://127.0.0.1:\(port)"
        for _ in 0..<300 {
            if let status = try? await send(.GET, "\(url)/status", nil), status["ready"]?.bool == true {
                kept.withLock { $0 = end }
                return url
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure(description: "chromedriver did not start")
    }
    private static let kept = Mutex<EndOfProcess?>(nil)

    private static func program(_ name: String) -> URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.lazy.map { URL(filePath: String($0)).appending(path: name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path()) }
    }

    // MARK: Commands

    private static func send(_ method: HTTPMethod, _ url: String, _ body: JSON?) async throws -> JSON {
        var request = HTTPClientRequest(url: url)
        request.method = method
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
            request.body = .bytes(ByteBuffer(bytes: JSONWriter.bytes(body)))
        }
        let response = try await RunningService.client.execute(request, timeout: .seconds(120))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        guard let value = try JSONReader.read(Array(bytes.readableBytesView))["value"] else { return .null }
        guard value["error"]?.string == nil else {
            throw Failure(
                description: "\(value["error"]?.string ?? ""): \(value["message"]?.string?.prefix(600) ?? "")")
        }
        return value
    }

    @discardableResult
    func post(_ command: String, _ body: JSONObject = [:]) async throws -> JSON {
        try await Self.send(.POST, session + command, .object(body))
    }

    /// A command of the protocol of Chromium's developer tools.
    @discardableResult
    func chromium(_ command: String, _ parameters: JSONObject = [:]) async throws -> JSON {
        try await post("/goog/cdp/execute", ["cmd": .string(command), "params": .object(parameters)])
    }

    /// What a script answers, in the page. The page's own policy does not hold for it.
    @discardableResult
    func run(_ script: String, _ arguments: [JSON] = []) async throws -> JSON {
        try await post("/execute/sync", ["script": .string(script), "args": .array(arguments)])
    }

    /// What a script gives to `done`, when it is ready.
    func wait(for script: String) async throws -> JSON {
        try await post(
            "/execute/async",
            ["script": .string("const done = arguments[arguments.length - 1];\n" + script), "args": .array([])])
    }

    /// The path and query of the page.
    func here() async throws -> String {
        let address = try await Self.send(.GET, session + "/url", nil).string ?? ""
        return address.hasPrefix(url) ? String(address.dropFirst(url.count)) : address
    }

    /// Loads a page, without following links.
    func open(_ path: String) async throws {
        try await post("/url", ["url": .string(path.contains("://") ? path : url + path)])
    }

    /// What was complained of to the developer since this was asked last; what is only told is none.
    func complaints() async throws -> [String] {
        let log = try await post("/se/log", ["type": .string("browser")]).array ?? []
        return log.filter { $0["level"]?.string != "INFO" }.compactMap { $0["message"]?.string }
    }

    // MARK: How it is seen

    /// Sets the size of the window, in CSS pixels, and whether the person likes it dark.
    func look(width: Int, height: Int = 900, dark: Bool = false) async throws {
        try await chromium(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .whole(Int64(width)), "height": .whole(Int64(height)), "deviceScaleFactor": .whole(1),
                "mobile": .bool(false),
            ])
        let scheme: JSONObject = [
            "name": .string("prefers-color-scheme"), "value": .string(dark ? "dark" : "light"),
        ]
        // What moves is between two colours for a while.
        let still: JSONObject = ["name": .string("prefers-reduced-motion"), "value": .string("reduce")]
        try await chromium(
            "Emulation.setEmulatedMedia", ["features": .array([.object(scheme), .object(still)])])
    }

    /// Turns the scripts of pages off, from the next page on.
    func withoutScripts() async throws {
        try await chromium("Emulation.setScriptExecutionDisabled", ["value": .bool(true)])
    }

    /// Comes in as somebody by the cookie of a session.
    func become(_ caller: Caller) async throws {
        try await chromium("Network.clearBrowserCookies")
        guard case .session(let text) = caller else { return }
        try await chromium(
            "Network.setCookie",
            [
                "name": .string("__Host-waymark"), "value": .string(text), "url": .string(url + "/"),
                "path": .string("/"), "secure": .bool(true), "httpOnly": .bool(true), "sameSite": .string("Lax"),
            ])
    }

    /// A picture of the whole page, as WebP.
    func picture(width: Int, mostHeight: Int) async throws -> [UInt8] {
        let height = try await run("return document.documentElement.scrollHeight").integer ?? 900
        let clip: JSONObject = [
            "x": .whole(0), "y": .whole(0), "width": .whole(Int64(width)),
            "height": .whole(min(height, Int64(mostHeight))), "scale": .number(width < 500 ? "1" : "0.65"),
        ]
        let answer = try await chromium(
            "Page.captureScreenshot",
            [
                "format": .string("webp"), "quality": .whole(50), "captureBeyondViewport": .bool(true),
                "clip": .object(clip),
            ])
        guard let data = answer["data"]?.string.flatMap({ Data(base64Encoded: $0) }) else {
            throw Failure(description: "no picture")
        }
        return Array(data)
    }
}
