/// Why a file of transcript settings is refused: every place that is wrong.
public struct TranscriptSettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, and what is wrong there.
    public let problems: [String]

    /// The problems, one a line.
    public var description: String { problems.joined(separator: "\n") }
}
