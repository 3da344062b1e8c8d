/// A cell of the collection: one of its seven races and one of its two sexes (CRDC 2013-14 data dictionary, module
/// ENR). A learner who is Hispanic is counted there whatever the race.
struct CRDCCell {
    /// The races by the code in the names of columns, with the column of OneRoster's demographics that says so.
    private static let races = [
        ("HI", "hispanicOrLatinoEthnicity"), ("AM", "americanIndianOrAlaskaNative"), ("AS", "asian"),
        ("HP", "nativeHawaiianOrOtherPacificIslander"), ("BL", "blackOrAfricanAmerican"), ("WH", "white"),
        ("TR", "demographicRaceTwoOrMoreRaces"),
    ]
    private static let sexes = [("M", "male"), ("F", "female")]

    /// All cells, in the order of the collection's columns.
    static let all = races.flatMap { race in
        sexes.map { sex in CRDCCell(code: "\(race.0)_\(sex.0)", race: race.1, sex: sex.1) }
    }

    /// Race and sex as they stand in the names of columns.
    let code: String
    private let race: String
    private let sex: String

    /// The columns with the learners enrolled, and those in the programme for the gifted and talented.
    var columns: [String] { ["SCH_ENR_\(code)", "SCH_GTENR_\(code)"] }

    /// What OneRoster's demographics say of a learner of this cell.
    var demographics: [String: String] {
        var values = ["sex": sex]
        for (_, column) in Self.races { values[column] = column == race ? "true" : "false" }
        return values
    }
}
