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

    /// The lower-case text form (RFC 9562, section 4).
    public var description: String { UUIDText.text(of: uuid) }
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
