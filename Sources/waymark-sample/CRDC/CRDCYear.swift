/// The year of the collection. Its schools count their learners on one day in autumn, on or near 1 October: on that day
/// they are enrolled here, and what was counted is offered.
enum CRDCYear {
    static let id = "2013-14"
    static let title = "School year 2013-14"
    static let firstDay = "2013-10-01"
    static let lastDay = "2014-06-30"
    /// The calendar year in which it ends.
    static let endsIn = "2014"
    static let offeredAt = "2013-10-01T12:00:00Z"
    static let answeredAt = "2013-10-01T13:00:00Z"
}
