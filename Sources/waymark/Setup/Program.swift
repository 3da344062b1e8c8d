import ArgumentParser
import Foundation

/// Runs a command line and ends the process with what `Docs/cli.md` promises.
enum Program {
    /// Parses and runs `arguments`.
    static func run(_ arguments: [String]) async -> Never {
        let status = await Signals.cancelling { await execute(arguments) }
        let number = Signals.ending.map { status == .interrupted ? 128 + $0 : status.rawValue }
        exit(number ?? status.rawValue)
    }

    private static func execute(_ arguments: [String]) async -> ExitStatus {
        var isDebugging = false
        do {
            var command = try Waymark.parseAsRoot(arguments)
            isDebugging = (command as? any WaymarkCommand)?.general.debug ?? false
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return .fine
        } catch let interruption as Interrupted {
            Terminal.tell("waymark: interrupted: \(interruption.stored)")
            Terminal.tell("  \(interruption.resume)")
            return .interrupted
        } catch  where Signals.ending != nil && (Failure.isCancellation(error) || Task.isCancelled) {
            Terminal.tell("waymark: interrupted; nothing was changed by what was still under way")
            return .interrupted
        } catch let status as ExitStatus {
            return status
        } catch {
            return tell(error, isDebugging: isDebugging)
        }
    }

    private static func tell(_ error: any Error, isDebugging: Bool) -> ExitStatus {
        if let outcome = parsingOutcome(error) { return outcome }
        let failure = Failure(reading: error)
        Terminal.tell("waymark: " + failure.what)
        if let advice = failure.advice { Terminal.tell("  " + advice) }
        if isDebugging, let details = failure.details { Terminal.tell(details) }
        return failure.status
    }

    /// Help that was asked for, or a command line that cannot be read; nil for errors of the work.
    private static func parsingOutcome(_ error: any Error) -> ExitStatus? {
        let code = Waymark.exitCode(for: error)
        if code == .success {
            do {
                try Output.line(Waymark.fullMessage(for: error))
                return .fine
            } catch {
                return .failed
            }
        }
        guard code == .validationFailure else { return nil }
        // "Error: what was wrong", then the usage and where help is.
        let lines = Waymark.fullMessage(for: error).split(separator: "\n").dropFirst()
        Terminal.tell((["waymark: " + Waymark.message(for: error)] + lines.map(String.init)).joined(separator: "\n"))
        return .refused
    }
}

extension ExitStatus: Error {}
