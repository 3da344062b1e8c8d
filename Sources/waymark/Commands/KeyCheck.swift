import ArgumentParser
import EventLog
import Foundation

/// `waymark key check`.
struct KeyCheck: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say which districts the master key opens.",
        discussion: """
            EXAMPLE
              waymark key check
              WAYMARK_MASTER_KEY_FILE=/mnt/backup/master.key waymark key check

            NEXT
              With the wrong key nothing is changed: bring the right one.
            """)

    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open(needingKey: true, isRestoring: true)
        var table = Table([.text("District", "district"), .text("Its words", "state"), .text("Its keys", "place")])
        var isWrong = false
        for district in try await site.store.districts() {
            do {
                try await site.store.log(of: district).keyring.check(in: site.store.pool)
                let isApart = try await site.store.log(of: district).keepsKeysApart()
                table.add([
                    .text(district.name), "open with this key",
                    isApart ? "in the database of the keys" : "in the record's database",
                ])
            } catch EventLogError.key(let error) {
                isWrong = true
                table.add([.text(district.name), .text(error.description), .none])
            }
        }
        try answer.show(table, note: table.rows.isEmpty ? "The key is good; there is no district yet." : nil)
        if isWrong { throw ExitStatus.failed }
    }
}
