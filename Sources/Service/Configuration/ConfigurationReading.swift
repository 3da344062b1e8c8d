import LearningRecord

/// What a configuration came to: every setting with where it came from, and everything that is wrong, at once.
public struct ConfigurationReading: Sendable {
    /// A setting as it stands.
    public struct Line: Hashable, Sendable {
        /// Its name in the file.
        public let name: String
        /// What it is; a secret shows only that it is set.
        public let value: String
        /// `default`, the file, or the variable of the environment.
        public let source: String
        /// What it is for.
        public let meaning: String
    }

    /// The configuration; where something is wrong, with the default in its place.
    public private(set) var configuration = ServiceConfiguration()
    /// Every setting.
    public private(set) var lines: [Line] = []
    /// What is wrong: which setting, from where, and what would be right.
    public private(set) var faults: [String] = []
    /// What may be meant otherwise: variables of the environment that are like settings and are none.
    public private(set) var notes: [String] = []

    /// Variables that are for other commands, or for the tests.
    private static let otherVariables: Set = [
        "WAYMARK_CONFIG", "WAYMARK_DISTRICT", "WAYMARK_ERASURES", "WAYMARK_HOME", "WAYMARK_KEY_DATABASE",
        "WAYMARK_MASTER_KEY", "WAYMARK_MASTER_KEY_FILE", "WAYMARK_TEST_SOCKET",
    ]

    /// Reads a file of JSON and the environment, which goes before it.
    /// - Parameters:
    ///   - file: the file's name and text; `nil` where there is none.
    ///   - environment: the variables.
    public init(file: (name: String, text: [UInt8])?, environment: [String: String]) {
        var members = JSONObject()
        if let file {
            do {
                guard let object = try JSONReader.read(file.text).object else {
                    throw RecordError(.malformed, at: "", "must be an object")
                }
                members = object
            } catch let failure as JSONReader.Failure {
                faults.append(
                    "\(file.name) is not JSON: \(failure.reason) \(Self.place(failure.offset, in: file.text))")
            } catch {
                faults.append("\(file.name): the whole \(error), such as {\"port\": 8134}")
            }
        }
        for setting in ServiceSetting.all {
            read(setting, file: file?.name, members[setting.name], environment[setting.variable])
            members[setting.name] = nil
        }
        if let providers = members["openID"] {
            read(providers: providers, file: file?.name ?? "")
            members["openID"] = nil
        }
        for unknown in members.members {
            let known = (ServiceSetting.all.map(\.name) + ["openID"]).sorted().joined(separator: ", ")
            faults.append("\(unknown.name) (\(file?.name ?? "")): is no setting; there are \(known)")
        }
        let variables = Self.otherVariables.union(ServiceSetting.all.map(\.variable))
        for name in environment.keys.sorted() where name.hasPrefix("WAYMARK_") && !variables.contains(name) {
            notes.append("\(name) in the environment is no setting, and has no effect")
        }
    }

    /// Where a byte stands in a text, as editors count.
    private static func place(_ offset: Int, in text: [UInt8]) -> String {
        let before = text.prefix(offset)
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = String(decoding: before[start...], as: UTF8.self).count + 1
        return "(line \(before.count { $0 == UInt8(ascii: "\n") } + 1), column \(column))"
    }

    private mutating func read(_ setting: ServiceSetting, file: String?, _ inFile: JSON?, _ inEnvironment: String?) {
        var source = "default"
        func fault(_ source: String, _ wanted: String, _ text: String? = nil) -> String {
            let found = text.map { ", and is \"\($0.prefix(100))\"" } ?? ""
            return "\(setting.name) (\(source)): must be \(wanted)\(found)"
        }
        if let inFile, let file {
            source = file
            if let text = inFile.settingText {
                if let wanted = setting.read(text, &configuration) { faults.append(fault(file, wanted, text)) }
            } else {
                faults.append(fault(file, "a text, a number, true or false"))
            }
        }
        if let text = inEnvironment, !text.isEmpty {
            source = setting.variable
            if let wanted = setting.read(text, &configuration) { faults.append(fault(setting.variable, wanted, text)) }
        }
        lines.append(
            Line(name: setting.name, value: setting.show(configuration), source: source, meaning: setting.meaning))
    }

    private mutating func read(providers: JSON, file: String) {
        guard let list = providers.array else {
            faults.append("openID (\(file)): must be a list of providers")
            return
        }
        for (index, item) in list.enumerated() {
            do {
                let (district, settings) = try Self.provider(item, at: "openID[\(index)]", configuration.publicURL)
                configuration.openID[district] = settings
                lines.append(
                    Line(
                        name: "openID[\(index)]", value: "\(district): \(settings)", source: file,
                        meaning: "where people of a district sign in"))
            } catch {
                // What is wrong with an address is told without saying of which provider.
                let place = error is OpenIDError ? "openID[\(index)] " : ""
                faults.append("\(place)(\(file)): \(error)")
            }
        }
    }

    private static func provider(
        _ json: JSON, at path: String, _ publicURL: String?
    ) throws -> (district: String, settings: OpenIDSettings) {
        guard let object = json.object else { throw RecordError(.invalidValue, at: path, "must be an object") }
        guard let publicURL else {
            throw RecordError(.missingField, at: "publicURL", "must be there where people sign in at a provider")
        }
        func text(_ name: String) throws -> String {
            guard let text = object[name]?.string, !text.isEmpty else {
                throw RecordError(.missingField, at: "\(path).\(name)", "must be a text")
            }
            return text
        }
        let known: Set = ["district", "issuer", "clientID", "clientSecretFile", "authentication"]
        if let unknown = object.members.first(where: { !known.contains($0.name) }) {
            throw RecordError(.unknownField, at: "\(path).\(unknown.name)", "is no setting of a provider")
        }
        var secret: String?
        if object["clientSecretFile"] != nil {
            let file = try text("clientSecretFile")
            do {
                secret = try ServiceConfiguration.secret(in: file).get()
            } catch {
                throw RecordError(
                    .invalidValue, at: "\(path).clientSecretFile",
                    "must be a file that can be read, and \(error): \(file)")
            }
        }
        var way: OpenIDSettings.Authentication?
        if object["authentication"] != nil {
            way = OpenIDSettings.Authentication(rawValue: try text("authentication"))
            if way == nil {
                throw RecordError(
                    .invalidValue, at: "\(path).authentication", "must be client_secret_basic or client_secret_post")
            }
        }
        let settings = try OpenIDSettings(
            issuer: try text("issuer"), clientID: try text("clientID"), clientSecret: secret, authentication: way,
            redirectURI: publicURL + OpenIDRoutes.callback)
        return (try text("district"), settings)
    }
}

extension JSON {
    /// The text of a setting, however it was written.
    fileprivate var settingText: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
