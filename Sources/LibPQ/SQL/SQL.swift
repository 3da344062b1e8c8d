/// A statement with its values apart: what is interpolated becomes a parameter, never a part of the text.
///
/// ```swift
/// try session.query("select name from log.tenant where tenant = \(tenant)")   // … where tenant = $1
/// ```
/// `\(identifier:)` quotes a name, `\(sql:)` inserts another statement with its values, and `\(unsafeRaw:)` inserts
/// text as it is: only for text that no input can reach.
///
/// A swift `Int` binds as `int8`; for a function's `int4` argument bind an `Int32`. Statements are prepared and cached by
/// their text, so keep what varies in values.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The text, with `$1`, `$2`, … in the place of values.
    public private(set) var text: String
    private(set) var parameters: Parameters

    /// A statement without values.
    public init(stringLiteral text: String) {
        self.text = text
        parameters = Parameters()
    }

    /// A statement built by interpolation.
    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        parameters = stringInterpolation.parameters
    }

    /// A statement from text that no input can reach.
    public init(unsafeRaw text: String) {
        self.text = text
        parameters = Parameters()
    }
}
