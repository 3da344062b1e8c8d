import EventLog
import Foundation
import LearningRecord
import LibPQ

// How rows of the framework tables are read, in the order in which `FrameworkStore` selects their columns.

extension Framework {
    init(_ row: Row) throws(PostgresError) {
        self.init(
            id: try row[0, as: FrameworkID.self], version: try row[1, as: Int64.self],
            title: try row[2, as: String.self], publisher: try row[3, as: String?.self],
            source: try row[4, as: String?.self], adoptionStatus: try row[5, as: String?.self])
    }
}

extension Competency {
    init(_ row: Row) throws(PostgresError) {
        self.init(
            id: try row[0, as: CompetencyID.self], code: try row[1, as: String?.self],
            statement: try row[2, as: String.self], shortStatement: try row[3, as: String?.self],
            itemType: try row[4, as: String?.self], parent: try row[5, as: CompetencyID?.self],
            area: try row[6, as: CompetencyID?.self], sequence: try row[7, as: Int32?.self],
            replacedBy: try row[8, as: CompetencyID?.self])
    }
}

extension Association {
    init(_ row: Row) throws(PostgresError) {
        self.init(
            id: try row[0, as: UUID.self], kind: AssociationKind(rawValue: try row[1, as: String.self]),
            origin: try row[2, as: String.self], destination: try row[3, as: String.self],
            originIsOutside: try row[4, as: Bool.self], destinationIsOutside: try row[5, as: Bool.self],
            sequence: try row[6, as: Int32?.self])
    }
}
