public import Testing

extension Trait where Self == TimeLimitTrait {
    /// For a test of minutes: long enough that only one that hangs is ended by it.
    ///
    /// The time counts from when a test is started, not from when it gets its place among those that use databases
    /// (``withTestDatabase(_:)``), and on two cores all tests start at once: one that takes a minute alone has taken ten.
    public static var longTimeLimit: Self { .timeLimit(.minutes(30)) }
}
