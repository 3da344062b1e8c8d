import ArgumentParser
import EventLog
import LearningRecord
import LibPQ

/// `waymark key move`.
struct MoveKeys: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Move the keys of words into a database of their own, or back.",
        discussion: """
            Into the database that WAYMARK_KEY_DATABASE names; `waymark migrate` sets it up. Then no copy of the record \
            holds a key, and an erasure reaches every copy. Words are read and written meanwhile. After Ctrl-C or a \
            crash the same command goes on. Needs the rights of whoever migrated, in both.

            EXAMPLE
              WAYMARK_KEY_DATABASE=postgres://keys.example/keys waymark key move
              WAYMARK_KEY_DATABASE=postgres://keys.example/keys waymark key move --back

            NEXT
              `waymark key check`. Then destroy the copies of the record that still hold keys.
            """)

    @Flag(help: "From the database of the keys back into that of the record.")
    var back = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open(isRestoring: true)
        guard let keys = site.place.keyOptions else {
            throw Failure.refused(
                "no database of the keys is named",
                advice: "Set WAYMARK_KEY_DATABASE to its URL, and `waymark migrate` it.")
        }
        let district = try await site.district(named: district.district)
        let owner = ["role": "waymark_owner"]
        let record = try await Self.connect(site.place.options.with(settings: owner))
        let vault = try await Self.connect(keys.with(settings: owner))
        let progress = ProgressLine()
        defer { progress.clear() }
        let report = try await Interrupted.explaining(
            Interrupted(
                stored: "every key is still where words are opened from",
                resume: "Run the same command again: it goes on where this stopped.")
        ) {
            try await KeyMove(from: back ? vault : record, to: back ? record : vault).run(district) { count in
                progress.show("\(Cell.grouped(count)) keys")
            }
        }
        progress.clear()
        for connection in [record, vault] { await connection.close() }
        await site.store.close()
        let place = back ? "the record's database" : "the database of the keys"
        if answer.json {
            return try Output.json(
                .object(["keys": .number(String(report.keys)), "before": .bool(report.wasDone)]))
        }
        try Output.line(
            report.wasDone
                ? "The keys of \"\(district.name)\" are in \(place) already."
                : "Moved \(Cell.grouped(report.keys)) keys of \"\(district.name)\" into \(place).")
        if !back, !report.wasDone {
            try Output.line(
                "Older copies of the record still hold them: destroy those, and see Docs/retention.md on VACUUM.")
        }
    }

    private static func connect(_ options: ConnectionOptions) async throws -> Connection {
        do {
            return try await Connection.connect(options)
        } catch let error as PostgresError where error.code?.rawValue == "42501" || error.code?.rawValue == "22023" {
            throw Failure(
                "this needs the rights of waymark_owner", advice: "Connect as the login that migrated the database.",
                details: error.debugDescription)
        }
    }
}
