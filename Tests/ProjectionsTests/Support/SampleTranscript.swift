import Foundation
import LearningRecord
@testable import Projections

/// A transcript as a school might issue it.
enum SampleTranscript {
    static let document = TranscriptDocument(
        learner: "Amara Okonkwo-Lindqvist", district: "Riverbend School District",
        attendances: [
            .init(school: "Riverbend High School", from: day(2024, 8, 20), to: nil),
            .init(school: "Cedar Grove Middle School", from: day(2021, 8, 23), to: day(2024, 6, 7)),
        ],
        madeOn: day(2026, 11, 2), meaning: TranscriptDocument.defaultMeaning,
        highlights: [
            .init(
                title: "Where the river goes", narrative: "A model of our watershed that the town council used.",
                link: "https://portfolio.riverbend.example/amara/watershed"),
            .init(title: "Letters to my grandmother", narrative: "Six letters in two languages.", link: nil),
            .init(
                title: "A bridge that held", narrative: "Built of balsa, tested until it broke, then built again.",
                link: nil),
        ],
        statement: """
            I learn best when somebody outside the school needs what I make. The watershed model began as homework and \
            ended in a council meeting, and I had to explain it to people who did not have to be kind.
            Next I want to understand why models are wrong, and when that is all right.
            """,
        areas: [
            .init(
                name: "Mathematics",
                lines: [
                    line("A-RP", "Ratios and proportional relationships", "extending", "Kitchen, council model"),
                    line("A-F", "Functions and change", "demonstrating", "Council model"),
                    line("A-S", "Statistics and uncertainty", "demonstrating", "Watershed survey, class project"),
                ]),
            .init(
                name: "Writing and speaking",
                lines: [
                    line("W-A", "Arguing from evidence", "demonstrating", "Council meeting"),
                    line("W-N", "Writing for a person one knows", "extending", "Letters"),
                ]),
            .init(name: "Design", lines: [line("D-T", "Testing and improving", "demonstrating", "Workshop")]),
        ],
        levels: [
            .init(
                name: "demonstrating",
                description: "Does it alone, more than once and in more than one setting, and can show how."),
            .init(
                name: "extending",
                description: "Takes it further: into new problems, other fields, or helping others to learn it."),
        ],
        schools: [
            .init(
                name: "Riverbend High School",
                profile: """
                    A public school for everyone who lives along the river. Classes are not sorted by earlier success: \
                    every learner is offered every course, with the support to take it.
                    Educators decide together, on several pieces of work, and a second educator reads a part of them \
                    without knowing the first reading.
                    """)
        ])

    private static func line(
        _ code: String, _ title: String, _ level: String, _ context: String
    ) -> TranscriptDocument.Line {
        .init(
            competency: CompetencyID(UUID()), code: code, title: title,
            statement: title + ", in situations that are new to the learner and with the words of the field",
            level: level,
            criterion: level == "extending"
                ? "Takes it further: into new problems, other fields, or helping others to learn it."
                : "Does it alone, more than once and in more than one setting, and can show how.",
            framework: "Riverbend Graduate Framework", frameworkVersion: 1, decidedOn: day(2026, 5, 14),
            contexts: context.components(separatedBy: ", "),
            secondReading: level == "extending" ? .independent : .none)
    }

    static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? CalendarDate(daysSince1970: 0)
    }
}
