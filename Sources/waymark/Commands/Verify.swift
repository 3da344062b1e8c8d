import ArgumentParser
import EventLog
import LearningRecord

/// `waymark verify`.
struct Verify: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check that the log is what was appended: every hash, every position.",
        discussion: """
            Ends with 3 when something is wrong, and names the first event that is. It finds what was changed by \
            whoever did not also recompute the hashes; against the owner of the database only a copy of the hashes \
            kept elsewhere helps.

            EXAMPLE
              waymark verify
              waymark verify --all --json

            NEXT
              On damage, stop writing, and compare with a backup from before.
            """)

    @Flag(help: "Every district of the database.")
    var all = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open()
        let districts = all ? try await site.store.districts() : [try await site.district(named: district.district)]
        var table = Table([
            .text("District", "district"), .text("The log is", "state"), .number("Events", "events"),
            .number("First wrong", "position"), .text("What is wrong", "fault"),
        ])
        var isDamaged = false
        for district in districts {
            let progress = ProgressLine()
            defer { progress.clear() }
            let outcome = try await site.store.log(of: district).verify { position in
                progress.show("\(TextWidth.harmless(district.name)): \(Cell.grouped(position)) events verified")
            }
            progress.clear()
            switch outcome {
            case .intact(let events): table.add([.text(district.name), "intact", .number(events), .none, .none])
            case .broken(let position, let fault):
                isDamaged = true
                table.add([.text(district.name), "damaged", .none, .number(position), .text(fault.rawValue)])
            }
        }
        try answer.show(table)
        if isDamaged { throw ExitStatus.damaged }
    }
}
