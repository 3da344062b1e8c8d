/// What the server says beside its answers: NOTICE, WARNING. Its texts may hold data.
public struct Notice: Sendable {
    /// SQLSTATE.
    public let code: PostgresError.Code?
    /// `NOTICE`, `WARNING`, …, in the server's language.
    public let severity: String
    /// The text. May hold data.
    public let message: String
}
