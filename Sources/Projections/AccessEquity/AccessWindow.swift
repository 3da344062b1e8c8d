public import LearningRecord

/// The days in which access is counted, both ends included: a term, a school year, or any two days.
public struct AccessWindow: Hashable, Sendable {
    /// What it is called.
    public var title: String
    /// The first day.
    public var from: CalendarDate
    /// The last day.
    public var to: CalendarDate

    /// A window.
    public init(title: String, from: CalendarDate, to: CalendarDate) {
        self.title = title
        self.from = from
        self.to = to
    }
}
