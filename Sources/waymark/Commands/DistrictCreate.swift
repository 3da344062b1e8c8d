import ArgumentParser
import EventLog
import LearningRecord

/// `waymark district create`.
struct DistrictCreate: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a district.",
        discussion: """
            EXAMPLE
              waymark district create "Lakeside Unified"

            NEXT
              `waymark import case FILE` and `waymark import oneroster FILE` fill it. With several districts in one \
            database, name yours with --district or in WAYMARK_DISTRICT.
            """)

    @Argument(help: "Its name: 1 to 200 characters.")
    var name: String
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        guard (1...200).contains(name.unicodeScalars.count), name.first?.isWhitespace == false,
            name.last?.isWhitespace == false, name == TextWidth.harmless(name)
        else { throw ValidationError("A district's name has 1 to 200 characters and no space at an end.") }
    }

    func run() async throws {
        let site = try await Site.open()
        let district = try await site.store.createDistrict(named: name)
        if answer.json {
            return try Output.json(
                .object(["name": .string(district.name), "id": .string("\(district.id)".lowercased())]))
        }
        try Output.line("Made the district \"\(district.name)\".")
    }
}
