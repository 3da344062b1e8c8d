/// A level of a continuum, by its place: 1 is the first. People only ever see its name.
///
/// There is no last level: a new version of a framework may add one above.
public struct Level: Hashable, Sendable, Comparable {
    /// The places that a continuum can have.
    public static let places: ClosedRange<Int16> = 1...99

    /// The place, from 1.
    public let ordinal: Int16

    /// The level at this place; `nil` outside of ``places``.
    public init?(_ ordinal: Int) {
        guard let ordinal = Int16(exactly: ordinal), Self.places.contains(ordinal) else { return nil }
        self.ordinal = ordinal
    }

    /// Levels come in the framework's order.
    public static func < (left: Self, right: Self) -> Bool { left.ordinal < right.ordinal }
}

extension Level: ColumnValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Level {
        guard let place = json.integer, let level = Level(Int(clamping: place)) else {
            throw RecordError(
                .invalidValue, at: path(),
                "must be the level's place in its continuum, a whole number from 1 to \(Self.places.upperBound)")
        }
        return level
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .number(String(ordinal)) }

    /// Reads it from its column of the log; `nil` where the column is empty.
    /// - Throws: `RecordError` with the path, where the column holds something else.
    public static func read(_ flat: FlatFacts, at path: @autoclosure () -> String) throws(RecordError) -> Level? {
        flat.level
    }

    /// Writes it into its column of the log.
    public func write(to flat: inout FlatFacts) { flat.level = self }
}
