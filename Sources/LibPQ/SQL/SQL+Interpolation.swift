extension SQL {
    /// Collects the text and the values of an interpolated statement.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var text = ""
        var parameters = Parameters()

        /// Room for the literal parts and the placeholders.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 3)
        }

        /// A part written in the source.
        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// Binds a value.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            parameters.append(value, at: text.utf8.count)
            text += "$\(parameters.count)"
        }

        /// Binds a value, or NULL for `nil`. (The compiler warns of an optional in any interpolation that does not ask
        /// for one.)
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            parameters.append(value, at: text.utf8.count)
            text += "$\(parameters.count)"
        }

        /// Inserts a name in double quotes, so that it is never read as anything else.
        public mutating func appendInterpolation(identifier name: String) {
            text += SQL.quoted(identifier: name)
        }

        /// Inserts another statement with its values.
        public mutating func appendInterpolation(sql fragment: SQL) {
            var rest = fragment.text.utf8[...]
            var offset = 0
            for (index, slot) in fragment.parameters.slots.enumerated() {
                let literal = rest.prefix(slot.textOffset - offset)
                text += String(Substring(literal))
                let placeholder = "$\(index + 1)".utf8.count
                rest = rest.dropFirst(literal.count + placeholder)
                offset = slot.textOffset + placeholder
                parameters.append(slot, of: fragment.parameters, at: text.utf8.count)
                text += "$\(parameters.count)"
            }
            text += String(Substring(rest))
        }

        /// Inserts text as it is. Unsafe: never for anything that comes from input.
        public mutating func appendInterpolation(unsafeRaw raw: String) {
            text += raw
        }
    }

    /// A name in double quotes, with the quotes in it doubled (PostgreSQL manual, 4.1.1). U+0000, which no name can
    /// hold, would end the text early in C and is dropped.
    static func quoted(identifier name: String) -> String {
        var quoted = "\""
        for scalar in name.unicodeScalars where scalar != "\0" {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
