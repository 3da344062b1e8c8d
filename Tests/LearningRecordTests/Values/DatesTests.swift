import Foundation
import LearningRecord
import Testing
import TestSupport

@Suite("Dates and moments")
struct DatesTests {
    @Test("A date is what Foundation's proleptic Gregorian calendar says", arguments: Seeds.first(20))
    func dates(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let style = Date.ISO8601FormatStyle(timeZone: try #require(TimeZone(identifier: "UTC"))).year().month().day()
        for _ in 0..<50 {
            // From 1583 on: before, Foundation's calendar is the Julian one.
            let days = Int32.random(in: -141_000...2_932_896, using: &generator)
            let date = CalendarDate(daysSince1970: days)
            let expected = Date(timeIntervalSince1970: Double(days) * 86_400).formatted(style)
            #expect(date.description == expected)
            #expect(CalendarDate(expected) == date)
            let (year, month, day) = date.components
            #expect(CalendarDate(year: year, month: month, day: day) == date)
        }
    }

    @Test("Every day from year 1 to 9999 has its place, in order")
    func everyDay() throws {
        var expected = try #require(CalendarDate("0001-01-01")).daysSince1970
        #expect(expected == -719_162)
        var wrong: [String] = []
        for year in 1...9999 {
            let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
            for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                // The ends of the month are enough: the days between them are counted one by one.
                for day in [1, length] {
                    let date = CalendarDate(year: year, month: month + 1, day: day)
                    if date?.daysSince1970 != expected + Int32(day - 1)
                        || date.map({ $0.components == (year, month + 1, day) }) != true
                    {
                        wrong.append("\(year)-\(month + 1)-\(day)")
                    }
                }
                if CalendarDate(year: year, month: month + 1, day: length + 1) != nil {
                    wrong.append("\(year)-\(month + 1)-\(length + 1)")
                }
                expected += Int32(length)
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test(
        "What is no date is refused",
        arguments: [
            "", "2026", "2026-9-01", "2026-09-1", "2026-09-01 ", " 2026-09-01", "2026-02-29", "2100-02-29",
            "2026-04-31",
            "2026-00-01", "2026-13-01", "2026-01-00", "2026-01-32", "0000-01-01", "+2026-01-1", "20260901xx",
            "2026/09/01",
            "2026-09-0\u{661}", "12026-01-01", "-026-01-01", "2026-09-01T00:00:00Z",
        ])
    func noDate(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test("A moment is what Foundation says, in any zone", arguments: Seeds.first(20))
    func moments(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<30 {
            let seconds = Int64.random(in: -12_000_000_000...250_000_000_000, using: &generator)
            let minutes = Int.random(in: -1079...1079, using: &generator)
            let zone = try #require(TimeZone(secondsFromGMT: minutes * 60))
            let date = Date(timeIntervalSince1970: Double(seconds))
            let text = date.formatted(Date.ISO8601FormatStyle(timeZoneSeparator: .colon, timeZone: zone))
            #expect(Instant(text)?.microseconds == seconds * 1_000_000, "\(text)")
            let utc = date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt))
            #expect(Instant(microseconds: seconds * 1_000_000).description == utc)
        }
    }

    @Test("Text to moment to text, to the microsecond", arguments: Seeds.first(50))
    func momentRoundTrip(seed: UInt64) throws {
        var maker = EventMaker(seed: seed)
        for _ in 0..<20 {
            let instant = maker.instant()
            #expect(Instant(instant.description) == instant)
            #expect(Instant(startOf: instant.date) <= instant)
            #expect(instant.microseconds - Instant(startOf: instant.date).microseconds < 86_400_000_000)
        }
    }

    @Test("Fractions are read to the microsecond and written without zeros")
    func fractions() {
        let second = Instant("2026-09-01T10:30:00Z")
        #expect(second?.description == "2026-09-01T10:30:00Z")
        #expect(Instant("2026-09-01T10:30:00.5Z")?.description == "2026-09-01T10:30:00.5Z")
        #expect(Instant("2026-09-01T10:30:00.000001Z")?.description == "2026-09-01T10:30:00.000001Z")
        #expect(Instant("2026-09-01T10:30:00.0000019Z")?.description == "2026-09-01T10:30:00.000001Z")
        #expect(Instant("2026-09-01T10:30:00.0000009Z") == second)
        #expect(Instant("1969-12-31T23:59:59.999999Z")?.microseconds == -1)
        #expect(Instant(microseconds: -1).date == CalendarDate("1969-12-31"))
        #expect(Instant("2026-09-01t10:30:00z") == second)
        #expect(Instant("2026-09-01T12:30:00+02:00") == second)
        #expect(Instant("2026-09-01T10:30:00-00:00") == second)
        // Foundation knows no zone this far out; RFC 3339 does.
        #expect(Instant("2026-09-02T10:29:00+23:59") == second)
        #expect(Instant("2026-08-31T10:31:00-23:59") == second)
    }

    @Test(
        "What is no moment is refused",
        arguments: [
            "", "2026-09-01", "2026-09-01T10:30:00", "2026-09-01 10:30:00Z", "2026-09-01T10:30Z",
            "2026-09-01T10:30:60Z",
            "2026-09-01T24:00:00Z", "2026-09-01T10:60:00Z", "2026-09-01T10:30:00.Z", "2026-09-01T10:30:00.5",
            "2026-09-01T10:30:00,5Z", "2026-09-01T10:30:00+0200", "2026-09-01T10:30:00+24:00",
            "2026-09-01T10:30:00+02:60",
            "2026-09-01T10:30:00+02:0", "2026-09-01T10:30:00ZZ", "2026-09-01T10:30:00Z ", "2026-02-30T10:30:00Z",
            "2026-09-01T1\u{661}:30:00Z", "2026-09-01T10:30:00 02:00", "2026-09-01T10-30-00Z",
        ])
    func noMoment(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test("No text makes them fail otherwise", arguments: Seeds.first(20))
    func noise(seed: UInt64) throws {
        var maker = EventMaker(seed: seed)
        let characters = Array("0123456789-:.TZz+ é")
        for _ in 0..<300 {
            var text = Array("2026-09-01T10:30:00.5+02:00")
            for _ in 0..<maker.number(1...4) {
                text[maker.number(0...(text.count - 1))] = try maker.one(of: characters)
            }
            let spoilt = String(text.prefix(maker.number(0...text.count)))
            if let instant = Instant(spoilt) { #expect(Instant(instant.description) == instant) }
            if let date = CalendarDate(spoilt) { #expect(date.description == spoilt) }
        }
    }

    @Test("The outermost values, which PostgreSQL uses for infinity, are printed and do no harm")
    func outermost() {
        #expect(Instant(microseconds: .max).description == "294247-01-10T04:00:54.775807Z")
        #expect(Instant(microseconds: .min).description == "-290308-12-21T19:59:05.224192Z")
        #expect(CalendarDate(daysSince1970: .max).description == "5881580-07-11")
        #expect(CalendarDate(daysSince1970: .min).description == "-5877641-06-23")
        #expect(Instant(startOf: CalendarDate(daysSince1970: .max)).microseconds == .max)
        #expect(Instant(startOf: CalendarDate(daysSince1970: .min)).microseconds == .min)
    }
}
