/// A moment, to the microsecond: as exact as PostgreSQL's `timestamptz`, so that what is hashed is what is stored.
public struct Instant: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let microseconds: Int64

    /// The moment that many microseconds after 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Midnight UTC at the start of `date`; the first or last moment there is when that lies further out (some
    /// 292,000 years from 1970).
    public init(startOf date: CalendarDate) {
        let (product, overflow) = Int64(date.daysSince1970).multipliedReportingOverflow(by: Self.microsecondsOfDay)
        self.microseconds = overflow ? (date.daysSince1970 < 0 ? .min : .max) : product
    }

    private static let microsecondsOfDay: Int64 = 86_400_000_000

    /// Reads a date-time of RFC 3339, section 5.6 (a zone is required; digits past the microsecond are dropped);
    /// `nil` for anything else, a leap second (`:60`) included, since PostgreSQL's time counts none.
    public init?(_ text: String) {
        var text = text
        guard let microseconds = text.withUTF8({ Self.parse($0) }) else { return nil }
        self.microseconds = microseconds
    }

    /// The day of this moment in UTC.
    public var date: CalendarDate {
        let days = microseconds / Self.microsecondsOfDay
        return CalendarDate(daysSince1970: Int32(clamping: microseconds % Self.microsecondsOfDay < 0 ? days - 1 : days))
    }

    /// RFC 3339 in UTC, with a fraction only where there is one.
    public var description: String {
        var rest = microseconds % Self.microsecondsOfDay
        if rest < 0 { rest += Self.microsecondsOfDay }
        let seconds = Int(rest / 1_000_000)
        var text = "\(date)T" + Digits.padded(seconds / 3600, 2) + ":" + Digits.padded(seconds / 60 % 60, 2)
        text += ":" + Digits.padded(seconds % 60, 2)
        let fraction = Int(rest % 1_000_000)
        if fraction > 0 {
            var digits = Digits.padded(fraction, 6)
            while digits.last == "0" { digits.removeLast() }
            text += "." + digits
        }
        return text + "Z"
    }

    /// Earlier moments come first.
    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = Digits.value(bytes[0..<4]), let month = Digits.value(bytes[5..<7]),
            let day = Digits.value(bytes[8..<10]), let date = CalendarDate(year: year, month: month, day: day),
            let hour = Digits.value(bytes[11..<13]), hour < 24, let minute = Digits.value(bytes[14..<16]), minute < 60,
            let second = Digits.value(bytes[17..<19]), second < 60
        else { return nil }
        var index = 19
        var fraction: Int64 = 0
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            var scale: Int64 = 100_000
            let start = index
            while index < bytes.count, let digit = Digits.value(bytes[index...index]) {
                fraction += Int64(digit) * scale
                scale /= 10
                index += 1
            }
            guard index > start, index < bytes.count else { return nil }
        }
        guard let offset = offset(bytes[index...]) else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + second - offset)
        return Int64(date.daysSince1970) * microsecondsOfDay + seconds * 1_000_000 + fraction
    }

    /// Seconds east of UTC that `Z` or `±hh:mm` says.
    private static func offset(_ zone: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let first = zone.first else { return nil }
        if zone.count == 1, first == UInt8(ascii: "Z") || first == UInt8(ascii: "z") { return 0 }
        let start = zone.startIndex
        guard zone.count == 6, first == UInt8(ascii: "+") || first == UInt8(ascii: "-"),
            zone[start + 3] == UInt8(ascii: ":"), let hours = Digits.value(zone[(start + 1)...(start + 2)]), hours < 24,
            let minutes = Digits.value(zone[(start + 4)...(start + 5)]), minutes < 60
        else { return nil }
        return (hours * 3600 + minutes * 60) * (first == UInt8(ascii: "-") ? -1 : 1)
    }
}
