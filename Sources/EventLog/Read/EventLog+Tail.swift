import LearningRecord
public import LibPQ

extension EventLog {
    /// A statement for the first events after a position, without words; ``scan(_:_:)`` reads what it answers. For
    /// pipelines, which take no COPY, and for few events: the server plans it once.
    public func tail(after position: Int64, limit: Int) -> SQL {
        """
        select \(unsafeRaw: EventRow.factColumns) from log.event
         where tenant = \(district.tenant) and position > \(position) order by position limit \(Int64(limit))
        """
    }

    /// A statement for every event of one learner up to a position, in order, without words; ``scan(_:_:)`` reads what it
    /// answers. For the few hundred events of a person: the server plans it once.
    func stream(of learner: LearnerID, upTo position: Int64) -> SQL {
        """
        select \(unsafeRaw: EventRow.factColumns) from log.event
         where tenant = \(district.tenant) and learner = \(learner) and position <= \(position)
           and learner_hash >= uuid_hash(\(learner)) and learner_hash <= uuid_hash(\(learner))
         order by learner_hash, position
        """
    }

    /// The same with the sealed words of each, at ``EventRow/words``: but those of some kinds, and those that came here
    /// without their key.
    func stream(of learner: LearnerID, upTo position: Int64, leaving documents: Set<EventKind>) -> SQL {
        let tenant = district.tenant
        return """
            select \(unsafeRaw: EventRow.factColumns),
                   case when kind <> all(\(documents.map(\.rawValue)))
                         and position > coalesce((select a.sealed_up_to from log.arrival a
                                                   where a.tenant = \(tenant) and not a.abandoned), 0)
                        then words end
              from log.event
             where tenant = \(tenant) and learner = \(learner) and position <= \(position)
               and learner_hash >= uuid_hash(\(learner)) and learner_hash <= uuid_hash(\(learner))
             order by learner_hash, position
            """
    }

    /// Reads what the statement ``tail(after:limit:)`` answered.
    public static func scan(_ rows: Rows, _ body: (ScannedEvent) throws -> Void) throws {
        try rows.forEachBinary { try body(try EventRow.scanned($0)) }
    }
}
