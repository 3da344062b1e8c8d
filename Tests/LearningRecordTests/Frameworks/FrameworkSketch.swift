import Foundation
import LearningRecord

/// A small framework drawn by names, for tests.
struct FrameworkSketch {
    let competencies: [Competency]
    let associations: [Association]
    let graph: FrameworkGraph
    private let ids: [String: CompetencyID]
    private let names: [CompetencyID: String]

    init(
        codes: [String: String?] = [:], listed: [String], under parents: [String: String] = [:],
        sequences: [String: Int32] = [:], alsoUnder: [(String, String)] = [], precedes: [(String, String)] = [],
        foreign: [(String, String)] = []
    ) {
        // Identifiers that do not sort as the names are listed.
        let ids = Dictionary(
            uniqueKeysWithValues: listed.enumerated().map { ($1, CompetencyID(Self.uuid(($0 * 7 + 5) % 101))) })
        competencies = listed.compactMap { name in
            ids[name].map { Competency(id: $0, code: codes[name] ?? nil, statement: name) }
        }
        func node(_ name: String) -> String { ids[name]?.description ?? name }
        var associations: [Association] = []
        func add(_ kind: AssociationKind, _ origin: String, _ destination: String, _ sequence: Int32? = nil) {
            associations.append(
                Association(
                    id: Self.uuid(associations.count), kind: kind, origin: node(origin),
                    destination: node(destination), originIsOutside: ids[origin] == nil,
                    destinationIsOutside: ids[destination] == nil, sequence: sequence))
        }
        for name in listed {
            if let parent = parents[name] { add(.isChildOf, name, parent, sequences[name]) }
        }
        for (name, parent) in alsoUnder { add(.isChildOf, name, parent) }
        for (name, other) in precedes + foreign { add(.precedes, name, other) }
        self.ids = ids
        names = Dictionary(uniqueKeysWithValues: ids.map { ($1, $0) })
        self.associations = associations
        graph = FrameworkGraph(competencies: competencies, associations: associations)
    }

    /// A UUID for a small number.
    static func uuid(_ number: Int) -> UUID {
        let byte = { (shift: Int) in UInt8(truncatingIfNeeded: number >> shift) }
        return UUID(uuid: (0, 0, 0, 0, 0, 0, 0x80, 0, 0x80, 0, 0, 0, byte(24), byte(16), byte(8), byte(0)))
    }

    subscript(name: String) -> CompetencyID { ids[name] ?? CompetencyID(UUID()) }

    func name(_ id: CompetencyID) -> String? { names[id] }

    func names(_ ids: [CompetencyID]) -> [String?] { ids.map { names[$0] } }
}
