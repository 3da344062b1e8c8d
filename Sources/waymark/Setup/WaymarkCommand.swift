import ArgumentParser

/// A command of Waymark: its help teaches, its errors are short.
protocol WaymarkCommand: AsyncParsableCommand {
    /// The options that every command has.
    var general: GeneralOptions { get }
}

/// The options that every command has.
struct GeneralOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Tell all that is known of an error.",
            discussion: "May show personal data: not for logs that others read."))
    var debug = false
}

/// Whose record a command works on.
struct DistrictOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The district to work in (else WAYMARK_DISTRICT, else the only one there is).", valueName: "name"))
    var district: String?
}

/// How a command answers that has a table to show.
struct TableOptions: ParsableArguments {
    @Flag(help: "Answer in JSON.")
    var json = false

    @Flag(help: "Answer in CSV (RFC 4180).")
    var csv = false

    func validate() throws {
        if json && csv { throw ValidationError("--json and --csv cannot be had at once; choose one.") }
    }

    /// Writes a table in the form asked for; `note` is a line for people.
    func show(_ table: Table, note: String? = nil) throws {
        if json { return try Output.json(table.json) }
        if csv { return try Output.write(table.csv) }
        if !table.rows.isEmpty { try Output.write(table.text(width: Terminal.width)) }
        if let note { try Output.line(note) }
    }
}

/// How a command answers that has no table to show.
struct JSONOption: ParsableArguments {
    @Flag(help: "Answer in JSON.")
    var json = false
}
