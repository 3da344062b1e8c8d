import ArgumentParser
import Foundation
import Service

/// Where a service's configuration is.
struct ConfigurationOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("A file of settings in JSON (else WAYMARK_CONFIG, else the defaults).", valueName: "file"))
    var config: String?

    /// Reads the file and the environment.
    func reading() throws -> ConfigurationReading {
        let environment = ProcessInfo.processInfo.environment
        let path = config ?? environment["WAYMARK_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        guard let path else { return ConfigurationReading(file: nil, environment: environment) }
        return ConfigurationReading(file: (path, try InputFile.bytes(of: path)), environment: environment)
    }
}
