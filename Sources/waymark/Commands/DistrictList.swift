import ArgumentParser
import EventLog

/// `waymark district list`.
struct DistrictList: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the districts of the database.",
        discussion: """
            EXAMPLE
              waymark district list

            NEXT
              `waymark status --district NAME` says how one stands.
            """)

    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open()
        var table = Table([.text("District", "name"), .text("Id", "id")])
        for district in try await site.store.districts() {
            table.add([.text(district.name), .text("\(district.id)".lowercased())])
        }
        try answer.show(
            table,
            note: table.rows.isEmpty ? "There is no district yet; `waymark district create NAME` makes one." : nil)
    }
}
