public import Foundation

/// An identifier of one sort of thing: a UUID that cannot be mistaken for another sort's.
///
/// Identifiers are pseudonyms: random, per district, never derived from a name.
public struct Identifier<Subject>: Hashable, Sendable, CustomStringConvertible {
    /// The UUID itself.
    public let uuid: UUID

    /// Wraps a UUID.
    public init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// Reads the usual text form; `nil` when `text` is no UUID.
    public init?(_ text: String) {
        guard let uuid = UUIDText.read(text) else { return nil }
        self.uuid = uuid
    }

    /// Whether both are the same to the byte.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool {
        let (left, right) = (left.halves, right.halves)
        return left.low == right.low && left.high == right.high
    }

    /// Hashes what `==` compares.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(halves.high)
        hasher.combine(halves.low)
    }

    /// The two halves of the 128 bits, as numbers: quicker to compare and to hash than sixteen bytes.
    @inlinable var halves: (high: UInt64, low: UInt64) {
        withUnsafeBytes(of: uuid.uuid) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// The lower-case text form (RFC 9562, section 4).
    public var description: String { UUIDText.text(of: uuid) }
}

extension Identifier: Comparable {
    /// The order of the bytes.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        let (left, right) = (left.halves, right.halves)
        return left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

/// What an ``EventID`` identifies.
public enum EventSubject {}
/// What a ``LearnerID`` or ``PersonID`` identifies: a person of the district.
public enum PersonSubject {}
/// What a ``SchoolID`` identifies.
public enum SchoolSubject {}
/// What a ``SectionID`` identifies: a class of learners with its teachers in a term.
public enum SectionSubject {}
/// What a ``CourseID`` identifies.
public enum CourseSubject {}
/// What a ``TermID`` identifies: an academic session.
public enum TermSubject {}
/// What a ``CompetencyID`` identifies: an item of a framework.
public enum CompetencySubject {}
/// What a ``FrameworkID`` identifies.
public enum FrameworkSubject {}
/// What a ``CriterionID`` identifies: a rubric's criterion.
public enum CriterionSubject {}
/// What a ``WorkID`` identifies: a piece of work of several learners.
public enum WorkSubject {}

/// Names an event, and makes sending it again safe.
public typealias EventID = Identifier<EventSubject>
/// Names a person of the district.
public typealias PersonID = Identifier<PersonSubject>
/// A learner is a person; the name says in which part.
public typealias LearnerID = Identifier<PersonSubject>
/// Names a school.
public typealias SchoolID = Identifier<SchoolSubject>
/// Names a section.
public typealias SectionID = Identifier<SectionSubject>
/// Names a course.
public typealias CourseID = Identifier<CourseSubject>
/// Names a piece of work of several learners.
public typealias WorkID = Identifier<WorkSubject>
/// Names a term.
public typealias TermID = Identifier<TermSubject>
/// Names a competency.
public typealias CompetencyID = Identifier<CompetencySubject>
/// Names a framework.
public typealias FrameworkID = Identifier<FrameworkSubject>
/// Names a criterion.
public typealias CriterionID = Identifier<CriterionSubject>
