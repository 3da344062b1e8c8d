import ArgumentParser
import LearningRecord

/// How large an invented district is, and the seed it is made from.
struct DistrictOptions {
    /// Learners of a school, at the least: fewer would leave a group or a truth without anybody.
    static let fewestLearners = 20
    /// Learners of a section, about, unless said otherwise.
    static let usualSectionSize = 25

    var seed: UInt64
    var learners: Int
    var schools: Int
    var years: Int
    var eventsPerLearner: Int
    var startYear: Int
    var sectionSize = usualSectionSize
    /// The day in whose week the last events are, in the place of ``startYear``.
    var endsOn: CalendarDate?

    /// The terms of its school years.
    var terms: [SchoolTerm] {
        endsOn.map { SchoolTerm.all(years: years, endingOn: $0) } ?? SchoolTerm.all(from: startYear, years: years)
    }

    /// Refuses what no district can be made from.
    func check() throws {
        try Self.check("--schools", schools, 1...5_000)
        try Self.check("--years", years, 1...20)
        try Self.check("--events-per-learner", eventsPerLearner, 10...20_000)
        try Self.check("--start-year", startYear, 1970...2150)
        try Self.check("--section-size", sectionSize, 5...100)
        try Self.check("--learners", learners, 1...5_000_000)
        guard learners >= schools * Self.fewestLearners else {
            throw ValidationError(
                "--learners must be \(schools * Self.fewestLearners) or more: \(Self.fewestLearners) for each of"
                    + " \(schools) schools, so that every truth has learners it is about.")
        }
    }

    /// The calendar year before the one in which its first school year ends.
    var firstYear: Int { (terms.first?.endsIn).map { $0 - 1 } ?? startYear }

    /// What ids and draws hang on: the options are part of it, since the same id must not stand for two events. The day on
    /// which it ends is not: the same people and the same story, on other days.
    var key: UInt64 {
        var values = [learners, schools, years, eventsPerLearner, startYear]
        // Samples that were made before there was this option stay what they were.
        if sectionSize != Self.usualSectionSize { values.append(sectionSize) }
        return values.reduce(seed) { key, value in SplitMix64.bits(UInt64(truncatingIfNeeded: value), key: key) }
    }

    private static func check(_ name: String, _ value: Int, _ allowed: ClosedRange<Int>) throws {
        guard allowed.contains(value) else {
            throw ValidationError(
                "\(name) must be from \(allowed.lowerBound) to \(allowed.upperBound), not \(value).")
        }
    }
}
