/// The groups of a learner, by their places in the lists.
struct DistrictGroups {
    static let sexes = ["female", "male"]
    static let languages = ["english", "spanish", "vietnamese", "arabic"]
    /// The groups of race and ethnicity as Waymark names them, and the columns of OneRoster's demographics.
    static let races = [
        ("american-indian-or-alaska-native", "americanIndianOrAlaskaNative"), ("asian", "asian"),
        ("black-or-african-american", "blackOrAfricanAmerican"), ("hispanic-or-latino", "hispanicOrLatinoEthnicity"),
        ("native-hawaiian-or-pacific-islander", "nativeHawaiianOrOtherPacificIslander"),
        ("two-or-more-races", "demographicRaceTwoOrMoreRaces"), ("white", "white"),
    ]

    /// All dimensions with their groups, in the order of the truths.
    static let dimensions = [
        ("all", ["everyone"]), ("language", languages), ("race-ethnicity", races.map(\.0)), ("sex", sexes),
    ]

    let sex, race, language: Int

    /// Draws the groups. Language and race are drawn apart: a sample says nothing about any real group.
    init(_ random: inout SplitMix64) {
        sex = random.below(2)
        race = [0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6, 6, 6][random.below(14)]
        language = [0, 0, 0, 0, 0, 0, 1, 1, 2, 3][random.below(10)]
    }

    /// Whether English is spoken at home: what the truths about offers go by.
    var speaksEnglish: Bool { language == 0 }

    /// The group in each of ``dimensions``.
    var places: [Int] { [0, language, race, sex] }
}
