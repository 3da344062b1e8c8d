import Foundation
import LearningRecord
import ReferenceData
import Testing

@Suite("A retention schedule")
struct RetentionScheduleTests {
    @Test("is read as it is written, and says in which place a file is wrong")
    func form() throws {
        let text = """
            {"format": "waymark-retention-schedule", "classes": {
                "words": {"keep": "P5Y", "purpose": "Learning here."},
                "identity": {"keep": "P60Y", "purpose": "To find a transcript."},
                "groups": {"keep": "P18M", "purpose": "Reports of access."},
                "other-people": {"keep": "P1Y", "purpose": "Questions."},
                "import-reports": {"keep": "P90D", "purpose": "Mending."}}}
            """
        let schedule = try RetentionSchedule(json: Array(text.utf8))
        #expect(schedule.rules.count == 5)
        #expect(schedule.rules[.groups]?.keep == .months(18))
        #expect(try RetentionSchedule(json: Array(schedule.text.utf8)) == schedule)
        for (change, with, path) in [
            ("waymark-retention-schedule", "schedule", "format"), ("\"P5Y\"", "\"5 years\"", "classes.words.keep"),
            ("\"P5Y\"", "\"P-5Y\"", "classes.words.keep"), ("\"P5Y\"", "\"P201Y\"", "classes.words.keep"),
            ("\"P5Y\"", "\"P61Y\"", "classes.words"), ("\"P18M\"", "\"forever\"", "classes.groups"),
            ("\"Mending.\"", "\"\"", "classes.import-reports.purpose"), ("\"words\"", "\"word\"", "classes.word"),
            ("\"purpose\": \"Learning here.\"", "\"because\": 1", "classes.words.because"),
            ("{\"keep\": \"P5Y\", \"purpose\": \"Learning here.\"}", "5", "classes.words"),
            ("{\"format\"", "[\"format\"", ""),
        ] {
            let wrong = text.replacing(change, with: with)
            #expect(wrong != text)
            #expect {
                try RetentionSchedule(json: Array(wrong.utf8))
            } throws: { ($0 as? RetentionSchedule.Failure)?.path == path }
        }
    }

    @Test("counts whole years, months and days, also from the 29th of February and the end of a month")
    func periods() throws {
        for (period, from, last) in [
            ("P1Y", "2020-02-29", "2021-02-28"), ("P4Y", "2020-02-29", "2024-02-29"),
            ("P1M", "2021-01-31", "2021-02-28"),
            ("P18M", "2020-08-31", "2022-02-28"), ("P90D", "2020-12-31", "2021-03-31"),
            ("P0D", "2020-05-05", "2020-05-05"),
            ("P12M", "2020-12-15", "2021-12-15"),
        ] {
            let period = try #require(RetentionPeriod(period))
            let (day, end) = (try #require(CalendarDate(from)), try #require(CalendarDate(last)))
            #expect(period.end(from: day) == end)
            #expect(!period.isOver(from: day, on: end))
            #expect(period.isOver(from: day, on: CalendarDate(daysSince1970: end.daysSince1970 + 1)))
        }
        #expect(
            RetentionPeriod.forever.isOver(
                from: CalendarDate(daysSince1970: 0), on: CalendarDate(daysSince1970: 99_999)) == false)
        for text in [
            "", "P", "5Y", "P5", "P5W", "P5Y6M", "P+5Y", "P 5Y", "PT5S", "P1.5Y", "Forever", "P99999999999999999999Y",
        ] {
            #expect(RetentionPeriod(text) == nil, "\(text)")
        }
        for text in ["P5Y", "P18M", "P90D", "P1Y", "forever"] { #expect(RetentionPeriod(text)?.description == text) }
    }
}

@Suite("Whether a learner is still enrolled")
struct LearnerStandingTests {
    private let learner = LearnerID(UUID())

    @Test("the last day of the last enrolment counts, once all have ended")
    func last() throws {
        let (first, second) = (EventID(UUID()), EventID(UUID()))
        let start = [enrolled(first, to: "2020-06-30"), enrolled(second, to: nil)]
        #expect(standing(start) == .enrolled)
        #expect(standing([]) == .unknown)
        #expect(standing(start + [left(second, "2021-03-01")]) == .left(try day("2021-03-01")))
        #expect(standing(start + [left(second, "2019-03-01")]) == .left(try day("2020-06-30")))
        #expect(standing(start + [left(second, "2030-03-01")]) == .enrolled)
        #expect(standing([enrolled(first, part: .teacher, to: "2020-06-30")]) == .unknown)
    }

    @Test("corrections count: of an end, of an enrolment, and an end of one that was replaced")
    func corrections() throws {
        let (enrolment, end, replacement) = (EventID(UUID()), EventID(UUID()), EventID(UUID()))
        let record = [enrolled(enrolment, to: nil), left(enrolment, "2021-03-01", id: end)]
        #expect(standing(record + [correction(Correction(voiding: end))]) == .enrolled)
        #expect(standing(record + [correction(Correction(voiding: enrolment))]) == .unknown)
        let replaced =
            record + [enrolled(replacement, to: nil), correction(Correction(replacing: enrolment, with: replacement))]
        #expect(standing(replaced) == .left(try day("2021-03-01")))
        // Each in the other's place: nothing loops.
        let circle = replaced + [correction(Correction(replacing: replacement, with: enrolment))]
        _ = standing(circle)
    }

    private func standing(_ events: [LearningEvent]) -> LearnerStanding {
        let recorded = events.enumerated().map {
            RecordedEvent(position: Int64($0.offset + 1), recordedAt: Instant(microseconds: 0), event: $0.element)
        }
        return LearnerStanding(recorded, on: CalendarDate(daysSince1970: 20_000))
    }

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private func enrolled(_ id: EventID, part: Enrolled.Part = .student, to: String?) -> LearningEvent {
        event(
            id,
            .enrolled(
                Enrolled(part: part, from: CalendarDate(daysSince1970: 17_000), to: to.flatMap { CalendarDate($0) })))
    }

    private func left(_ enrolment: EventID, _ on: String, id: EventID = EventID(UUID())) -> LearningEvent {
        event(id, .left(Left(enrolment: enrolment, on: CalendarDate(on) ?? CalendarDate(daysSince1970: 0))))
    }

    private func correction(_ correction: Correction) -> LearningEvent {
        event(EventID(UUID()), .correction(correction))
    }

    private func event(_ id: EventID, _ facts: Facts) -> LearningEvent {
        LearningEvent(
            id: id, learner: learner, occurredAt: Instant(microseconds: 0), assertedBy: Assertion(role: .system),
            school: SchoolID(UUID()), facts: facts)
    }
}
