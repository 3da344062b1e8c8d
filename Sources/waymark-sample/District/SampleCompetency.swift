/// The competencies of the invented framework.
struct SampleCompetency {
    let area: Int
    let code, short, statement: String
    /// The places of those that it follows.
    let follows: [Int]

    static let areas = [
        ("R", "Ratio", "Ratio and rate"), ("M", "Modelling", "Modelling with proportion"),
        ("I", "Inquiry", "Inquiry and argument"),
    ]

    /// In the order in which a learner of the sample meets them.
    static let all = [
        SampleCompetency(
            area: 0, code: "R.1", short: "Describe a ratio",
            statement: "Describes how two quantities relate, in words, pictures and numbers.", follows: []),
        SampleCompetency(
            area: 0, code: "R.2", short: "Find equal ratios",
            statement: "Finds equal ratios with tables and double number lines and explains why they are equal.",
            follows: [0]),
        SampleCompetency(
            area: 0, code: "R.3", short: "Compare unit rates",
            statement: "Finds unit rates and compares offers, speeds and mixtures with them.", follows: [1]),
        SampleCompetency(
            area: 1, code: "M.1", short: "Scale drawings", statement: "Makes and reads scale drawings and plans.",
            follows: [1]),
        SampleCompetency(
            area: 0, code: "R.4", short: "Recognise proportion",
            statement:
                "Decides from a table, a graph or a story whether two quantities are in proportion, and says why.",
            follows: [2]),
        SampleCompetency(
            area: 1, code: "M.2", short: "Percent in context",
            statement:
                "Works with parts of a hundred in discounts, mixtures and surveys, and explains what the whole is.",
            follows: [2]),
        SampleCompetency(
            area: 1, code: "M.3", short: "Model a situation",
            statement:
                "Chooses quantities in an open situation, models them by proportion, and says where the model ends.",
            follows: [3, 4]),
        SampleCompetency(
            area: 2, code: "I.1", short: "Ask a question",
            statement: "Asks a question that can be answered by looking, measuring or counting.", follows: [0]),
        SampleCompetency(
            area: 2, code: "I.2", short: "Collect evidence",
            statement: "Plans and collects observations that could also show the opposite.", follows: [7]),
        SampleCompetency(
            area: 2, code: "I.3", short: "Argue from evidence",
            statement: "Argues from evidence, and says what would change the conclusion.", follows: [8, 6]),
    ]

    /// The names of the levels, the lowest first, with what each looks like.
    static let levels = [
        ("beginning", "Works with support on parts of it."), ("developing", "Does it in familiar situations."),
        ("demonstrating", "Does it in new situations and explains how."),
        ("extending", "Connects it to other ideas and asks questions of one's own."),
    ]
}
