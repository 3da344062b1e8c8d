import ArgumentParser
import LearningRecord

/// A day as a person writes it: 2026-03-02.
struct Day: ExpressibleByArgument {
    let date: CalendarDate

    init?(argument: String) {
        guard let date = CalendarDate(argument) else { return nil }
        self.date = date
    }
}
