/// The times of a learner's events within a school week, each after the one before: Monday to Friday, 8:00 to 15:00.
struct WeekClock {
    private static let dayLength = 7 * 3_600
    private static let opening = 8 * 3_600

    /// The place of the week within the term.
    let week: Int
    private let monday: Int32
    private let step: Int
    private var second: Int

    /// - Parameter events: how many the week will bring, about.
    init(week: Int, monday: Int32, events: Int, _ random: inout SplitMix64) {
        self.week = week
        self.monday = monday
        second = random.below(2 * Self.dayLength)
        step = max(1, 5 * Self.dayLength / (events + 2))
    }

    /// The next moment.
    mutating func next(_ random: inout SplitMix64) -> SampleMoment {
        second = min(second + 1 + random.below(step), 5 * Self.dayLength - 1)
        return SampleMoment(
            day: monday + Int32(second / Self.dayLength), second: Self.opening + second % Self.dayLength)
    }
}
