public import EventLog
public import LearningRecord

/// Makes events of JSON that somebody sends: the form of ``EventImport``'s lines, with references to the roster and keys in
/// the place of ids. Fields for grades are refused here, and not dropped: who sends them can be told.
///
/// The roster is asked for each call, so that what was imported a moment ago is known.
public struct EventIntake: Sendable {
    /// The log of the district.
    public let log: EventLog

    /// An intake for a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// The event of each object, or why it is none.
    /// - Parameter unnamed: the id of an event that has neither an id nor a key, by its place; `nil` refuses it.
    /// - Throws: `EventLogError`.
    public func events(
        of objects: [JSONObject], unnamed: (Int) -> EventID? = { _ in nil }
    ) async throws -> [Result<LearningEvent, RecordError>] {
        var roster = RosterReferences()
        var missing: RosterReferences.Wanted = [:]
        let ids = objects.indices.map(unnamed)
        var outcomes = objects.indices.map { index in
            Self.event(of: objects[index], ids[index], log, roster, missing: &missing)
        }
        if !missing.isEmpty {
            try await roster.lookUp(missing, in: log)
            for index in outcomes.indices where outcomes[index] == nil {
                outcomes[index] = Self.event(of: objects[index], ids[index], log, roster, missing: &missing)
            }
        }
        return outcomes.map { $0 ?? .failure(RecordError(.invalidValue, at: "", "a reference leads nowhere")) }
    }

    /// The id of an event that a caller names by a key of its own, beside the place in the call: the same for the same key.
    public static func id(ofKey key: String, _ index: Int, in district: District) -> EventID {
        EventID(.init(namespace: district.id, name: "idempotency:\(key):\(index)"))
    }

    /// `nil` where a reference is not looked up yet.
    private static func event(
        of object: JSONObject, _ unnamed: EventID?, _ log: EventLog, _ roster: RosterReferences,
        missing: inout RosterReferences.Wanted
    ) -> Result<LearningEvent, RecordError>? {
        var line = EventLine(object, unnamed: unnamed)
        do throws(EventLineError) {
            return try line.event(in: log.district.id, roster: roster, missing: &missing, dropping: nil).map {
                .success($0)
            }
        } catch {
            return .failure(error.asRecordError)
        }
    }
}
