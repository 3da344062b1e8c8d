import EventLog
import LearningRecord
import LibPQ

/// `demographics.csv`: birth dates and groups. A row's `sourcedId` is that of the user.
///
/// Beside the standard's columns, each column `metadata.group.NAME` is a dimension of groups that the district defines.
struct DemographicsFile: RosterFile {
    static let name = "demographics"
    static let required = ["sourcedId"]
    static let used = ["sourcedId", "birthDate", "sex", hispanic] + races.map(\.column)
    static let target: String? = nil
    static let staging = StagingTable(
        name: "roster_demographics",
        columns: [("birth_date", "date"), ("dimensions", "text[]"), ("groups", "text[]")])

    static let raceEthnicity = "race-ethnicity"
    static let sexDimension = "sex"
    static let groupPrefix = "metadata.group."

    /// The races of the standard, with the names that they have here.
    static let races: [(column: String, group: String)] = [
        ("americanIndianOrAlaskaNative", "american-indian-or-alaska-native"),
        ("asian", "asian"),
        ("blackOrAfricanAmerican", "black-or-african-american"),
        ("nativeHawaiianOrOtherPacificIslander", "native-hawaiian-or-pacific-islander"),
        ("white", "white"),
        ("demographicRaceTwoOrMoreRaces", twoOrMore),
    ]
    private static let twoOrMore = "two-or-more-races"
    private static let hispanic = "hispanicOrLatinoEthnicity"
    private static let sexes = ["male": "male", "female": "female", "other": "other", "unspecified": "unspecified"]

    let furtherColumns: [RosterHeader.Column]
    /// Whether the file speaks of birth dates.
    var hasBirthDate: Bool { birthDate.index != nil }
    /// The dimensions that the file speaks of.
    let dimensions: [String]
    private let birthDate, sex, hispanic: RosterHeader.Column
    private let races: [(column: RosterHeader.Column, group: String)]
    private let hasRaces: Bool

    init(_ header: RosterHeader) {
        birthDate = header["birthDate"]
        sex = header["sex"]
        hispanic = header[Self.hispanic]
        races = Self.races.map { (header[$0.column], $0.group) }
        hasRaces = hispanic.index != nil || races.contains { $0.column.index != nil }
        furtherColumns = header.columns(beginning: Self.groupPrefix).filter {
            GradeVocabulary.betrayal(in: $0.name) == nil
        }
        dimensions =
            (hasRaces ? [Self.raceEthnicity] : []) + (sex.index == nil ? [] : [Self.sexDimension])
            + furtherColumns.map { String($0.name.dropFirst(Self.groupPrefix.count)).lowercased() }
    }

    var headerProblems: [(column: String, message: String)] {
        furtherColumns.compactMap { column in
            let dimension = column.name.dropFirst(Self.groupPrefix.count).lowercased()
            guard dimension.isEmpty || dimension == Self.raceEthnicity || dimension == Self.sexDimension else {
                return nil
            }
            return (column.name, "names no dimension of its own; sex and race have columns in the standard")
        }
    }

    func stage(_ row: RosterRow, into copy: inout CopyRow) {
        var groups: [String?] = []
        if hasRaces { groups.append(race(row)) }
        if sex.index != nil { groups.append(row.choice(sex, of: Self.sexes)) }
        for column in furtherColumns { groups.append(row.text(column, longest: 200)) }
        copy.append(row.date(birthDate))
        copy.append(dimensions)
        copy.append(groups)
    }

    /// The one group that counts: Hispanic of any race is Hispanic, several races are two or more (the seven categories
    /// of 34 CFR 300.647 and the Civil Rights Data Collection). Nobody known to be none of them stays unknown.
    private func race(_ row: RosterRow) -> String? {
        let isHispanic = row.bool(hispanic) ?? false
        let named = races.filter { row.bool($0.column) ?? false }.map(\.group)
        if isHispanic { return "hispanic-or-latino" }
        return named.count > 1 ? Self.twoOrMore : named.first
    }
}
