import Foundation
import LibPQ
import TestSupport

/// A type that goes both ways, with random values and what PostgreSQL prints for each.
protocol Sample: PostgresCodable, Equatable {
    static var typeName: String { get }
    static func random(using generator: inout SeededGenerator) -> Self
    /// What `value::text` gives, or nil where the printed form has several spellings.
    var text: String? { get }
}

extension FixedWidthInteger {
    static func edgy(using generator: inout SeededGenerator) -> Self {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: .min
        case 1: .max
        case 2: 0
        case 3: .max << 8 | 0x7F
        default: .random(in: .min ... .max, using: &generator)
        }
    }
}

extension Int16: Sample {
    static let typeName = "int2"
    static func random(using generator: inout SeededGenerator) -> Int16 { edgy(using: &generator) }
    var text: String? { description }
}

extension Int32: Sample {
    static let typeName = "int4"
    static func random(using generator: inout SeededGenerator) -> Int32 { edgy(using: &generator) }
    var text: String? { description }
}

extension Int64: Sample {
    static let typeName = "int8"
    static func random(using generator: inout SeededGenerator) -> Int64 { edgy(using: &generator) }
    var text: String? { description }
}

extension Int: Sample {
    static let typeName = "int8"
    static func random(using generator: inout SeededGenerator) -> Int { edgy(using: &generator) }
    var text: String? { description }
}

extension Bool: Sample {
    static let typeName = "bool"
    var text: String? { self ? "true" : "false" }
}

extension Bool {
    static func random(using generator: inout SeededGenerator) -> Bool { generator.next() & 1 == 1 }
}

extension Double: Sample {
    static let typeName = "float8"
    static func random(using generator: inout SeededGenerator) -> Double {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: 0
        case 1: .infinity
        case 2: -.infinity
        case 3: .leastNonzeroMagnitude
        case 4: .greatestFiniteMagnitude
        case 5: Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) / 64
        default:
            Double(
                sign: generator.next() & 1 == 0 ? .plus : .minus,
                exponent: .random(in: -1000...1000, using: &generator),
                significand: .random(in: 1..<2, using: &generator))
        }
    }
    var text: String? { nil }
}

extension String: Sample {
    static let typeName = "text"
    static func random(using generator: inout SeededGenerator) -> String {
        let alphabet = [
            "a", "Z", " ", "'", "\"", "\\", "$", "1", "\n", "\t", "{", "}", ",", "é", "e\u{301}", "𝄞", "中", "👩‍🏫",
            "\u{7F}",
            "\u{FFFF}", "%", "NULL",
        ]
        return (0..<Int.random(in: 0..<40, using: &generator))
            .compactMap { _ in alphabet.randomElement(using: &generator) }.joined()
    }
    var text: String? { self }
}

extension UUID: Sample {
    static let typeName = "uuid"
    static func random(using generator: inout SeededGenerator) -> UUID {
        let (high, low) = (generator.next(), generator.next())
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (index * 8)) }
        return UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5), byte(high, 6),
                byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4), byte(low, 5),
                byte(low, 6), byte(low, 7)
            ))
    }
    var text: String? { uuidString.lowercased() }
}

extension [UInt8]: Sample {
    static var typeName: String { "bytea" }
    static func random(using generator: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 0..<50, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
    }
    var text: String? { "\\x" + map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

extension Timestamp: Sample {
    static let typeName = "timestamptz"
    static func random(using generator: inout SeededGenerator) -> Timestamp {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: .infinity
        case 1: .negativeInfinity
        case 2: Timestamp(microseconds: 0)
        // The years 1000 to 9999, which print with four digits.
        default:
            Timestamp(microseconds: .random(in: -31_556_889_600_000_000...252_455_615_999_999_999, using: &generator))
        }
    }
    var text: String? {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let (day, micros) = microseconds.flooredDivision(by: 86_400_000_000)
        let (seconds, fraction) = micros.flooredDivision(by: 1_000_000)
        var text = "\(Calendar.text(daysSince2000: day)) "
        text += [seconds / 3600, seconds / 60 % 60, seconds % 60].map(Calendar.twoDigits).joined(separator: ":")
        if fraction > 0 {
            let digits = String(fraction)
            text += "." + String(repeating: "0", count: 6 - digits.count) + digits
            while text.hasSuffix("0") { text.removeLast() }
        }
        return text + "+00"
    }
}

extension Day: Sample {
    static let typeName = "date"
    static func random(using generator: inout SeededGenerator) -> Day {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: .infinity
        case 1: .negativeInfinity
        case 2: Day(days: 0)
        default: Day(days: .random(in: -365_000...2_921_939, using: &generator))
        }
    }
    var text: String? {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        return Calendar.text(daysSince2000: Int64(days))
    }
}

extension JSONB: Sample {
    static let typeName = "jsonb"
    /// Texts as jsonb prints them, so that they come back unchanged.
    static func random(using generator: inout SeededGenerator) -> JSONB {
        func value(_ depth: Int, _ generator: inout SeededGenerator) -> String {
            switch Int.random(in: 0..<(depth > 2 ? 4 : 6), using: &generator) {
            case 0: return "null"
            case 1: return "\(Int32.random(in: .min ... .max, using: &generator))"
            case 2: return "\"é\\\"\\\\\(Int.random(in: 0..<100, using: &generator))\""
            case 3: return "true"
            case 4:
                let items = (0..<Int.random(in: 0..<4, using: &generator)).map { _ in value(depth + 1, &generator) }
                return "[" + items.joined(separator: ", ") + "]"
            default:
                let items = (0..<Int.random(in: 0..<4, using: &generator)).map {
                    "\"k\($0)\": \(value(depth + 1, &generator))"
                }
                return "{" + items.joined(separator: ", ") + "}"
            }
        }
        return JSONB(value(0, &generator))
    }
    var text: String? { String(decoding: utf8, as: UTF8.self) }
}

extension Int64 {
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

/// Dates of the proleptic Gregorian calendar, apart from the code under test.
enum Calendar {
    /// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    static func text(daysSince2000 days: Int64) -> String {
        let (era, dayOfEra) = (days + 10_957 + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = String(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))
        return String(repeating: "0", count: max(0, 4 - year.count)) + year + "-\(twoDigits(month))-\(twoDigits(day))"
    }

    static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
