import LearningRecord

/// A moment of a school day, in UTC.
struct SampleMoment {
    /// Days since 1970-01-01.
    let day: Int32
    /// Seconds since midnight.
    let second: Int

    var milliseconds: UInt64 { UInt64(Int64(day) * 86_400_000 + Int64(second) * 1_000) }

    /// The same time some days before.
    func earlier(days: Int32) -> SampleMoment { SampleMoment(day: day - days, second: second) }

    /// Appends `2025-09-08T09:05:00Z`.
    func append(to bytes: inout [UInt8]) {
        let (year, month, date) = CalendarDate(daysSince1970: day).components
        Self.append(year / 100, to: &bytes)
        Self.append(year % 100, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(month, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(date, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        Self.append(second / 3_600, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(second / 60 % 60, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(second % 60, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: 48 + number / 10))
        bytes.append(UInt8(truncatingIfNeeded: 48 + number % 10))
    }
}
