import Glibc
import LearningRecord

/// One setting of a service: its name in the file, the environment variable that overrides it, and how its text is read.
struct ServiceSetting: Sendable {
    let name: String
    let variable: String
    let meaning: String
    /// Reads a text into the configuration; answers what would be right where it is wrong.
    let read: @Sendable (String, inout ServiceConfiguration) -> String?
    /// Shows what the configuration has.
    let show: @Sendable (ServiceConfiguration) -> String

    /// Every setting that is a single text, number or yes and no.
    static let all: [ServiceSetting] = [
        text("host", "WAYMARK_HOST", "the address to listen on", \.host),
        number("port", "WAYMARK_PORT", "the port to listen on; 0 takes a free one", 0...65_535, \.port),
        ServiceSetting(
            name: "publicURL", variable: "WAYMARK_PUBLIC_URL", meaning: "how the world reaches it, by https",
            read: { text, configuration in
                let isHere = text.hasPrefix("http://127.0.0.1") || text.hasPrefix("http://localhost")
                guard text.hasPrefix("https://") || isHere, !text.hasSuffix("/") else {
                    return "an address such as https://record.example.org, without a slash at its end"
                }
                configuration.publicURL = text
                return nil
            }, show: { $0.publicURL ?? "" }),
        number(
            "connections", "WAYMARK_CONNECTIONS", "connections to the database for all but appends", 2...200,
            \.connections),
        number(
            "appendConnections", "WAYMARK_APPEND_CONNECTIONS", "connections to the database that append", 1...200,
            \.appendConnections),
        flag("follows", "WAYMARK_FOLLOWS", "whether it also brings the tables up to date", \.follows),
        number(
            "appendBytes", "WAYMARK_APPEND_BYTES", "bytes of events that may be on their way at once",
            1 << 20...1 << 30, \.appendLimit),
        number(
            "graceSeconds", "WAYMARK_GRACE_SECONDS", "seconds that requests have to finish when it is stopped", 1...600,
            \.graceSeconds),
        flag(
            "trustsProxy", "WAYMARK_TRUSTS_PROXY",
            "whether X-Forwarded-For says who calls: only behind a proxy that sets it",
            \.trustsProxy),
        ServiceSetting(
            name: "importFolder", variable: "WAYMARK_IMPORT_FOLDER",
            meaning: "where uploads lie until they are imported; only the service may read it",
            read: { text, configuration in
                guard text.hasPrefix("/") else { return "a path that begins with /" }
                configuration.importFolder = text
                // Whoever looks at the settings as root may not be the one that runs the service.
                return ImportFolder(path: text).objection(to: getuid() == 0 ? nil : getuid())
            }, show: { $0.importFolder ?? "" }),
        ServiceSetting(
            name: "logLevel", variable: "WAYMARK_LOG_LEVEL", meaning: "the least that is logged",
            read: { text, configuration in
                guard ServiceConfiguration.logLevels.contains(text) else {
                    return "one of " + ServiceConfiguration.logLevels.joined(separator: ", ")
                }
                configuration.logLevel = text
                return nil
            }, show: { $0.logLevel }),
        secretFile("metricsTokenFile", "WAYMARK_METRICS_TOKEN_FILE", "a file with the token that /metrics asks for") {
            $0.metricsToken = $1
            return $1.utf8.count >= 16 ? nil : "a file whose text has 16 characters or more"
        } show: {
            $0.metricsToken == nil ? "" : "set"
        },
        secretFile(
            "sealingKeyFile", "WAYMARK_SEALING_KEY_FILE", "a file with 64 hexadecimal digits, the same on all nodes"
        ) {
            guard let key = ServiceConfiguration.key(hexadecimal: $1) else {
                return "a file with 64 hexadecimal digits"
            }
            $0.sealingKey = key
            $0.hasSealingKey = true
            return nil
        } show: {
            $0.hasSealingKey ? "set" : ""
        },
    ]

    private static func text(
        _ name: String, _ variable: String, _ meaning: String,
        _ path: any WritableKeyPath<ServiceConfiguration, String> & Sendable
    ) -> ServiceSetting {
        ServiceSetting(
            name: name, variable: variable, meaning: meaning,
            read: { text, configuration in
                guard !text.isEmpty else { return "a text that is not empty" }
                configuration[keyPath: path] = text
                return nil
            }, show: { $0[keyPath: path] })
    }

    private static func number(
        _ name: String, _ variable: String, _ meaning: String, _ bounds: ClosedRange<Int>,
        _ path: any WritableKeyPath<ServiceConfiguration, Int> & Sendable
    ) -> ServiceSetting {
        ServiceSetting(
            name: name, variable: variable, meaning: meaning,
            read: { text, configuration in
                guard let number = Int(text), bounds.contains(number) else {
                    return "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
                }
                configuration[keyPath: path] = number
                return nil
            }, show: { String($0[keyPath: path]) })
    }

    private static func flag(
        _ name: String, _ variable: String, _ meaning: String,
        _ path: any WritableKeyPath<ServiceConfiguration, Bool> & Sendable
    ) -> ServiceSetting {
        ServiceSetting(
            name: name, variable: variable, meaning: meaning,
            read: { text, configuration in
                guard text == "true" || text == "false" else { return "true or false" }
                configuration[keyPath: path] = text == "true"
                return nil
            }, show: { $0[keyPath: path] ? "true" : "false" })
    }

    private static func secretFile(
        _ name: String, _ variable: String, _ meaning: String,
        _ use: @escaping @Sendable (inout ServiceConfiguration, String) -> String?,
        show: @escaping @Sendable (ServiceConfiguration) -> String
    ) -> ServiceSetting {
        ServiceSetting(
            name: name, variable: variable, meaning: meaning,
            read: { path, configuration in
                switch ServiceConfiguration.secret(in: path) {
                case .success(let text): use(&configuration, text)
                case .failure(let why): "a file that can be read, and \(why)"
                }
            }, show: show)
    }
}
