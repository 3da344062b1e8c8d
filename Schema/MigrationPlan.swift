/// What a database has, held against what the program has. Pure.
struct MigrationPlan {
    /// A row of `waymark.migration`.
    struct Applied: Sendable, Equatable {
        let name: String
        let checksum: String
        /// For people: date and time.
        let appliedAt: String
    }

    /// What is still to be applied, in order.
    let pending: [Migration]

    /// - Throws: `MigrationError` when the database is newer than the program, or was made from other files.
    init(known: [Migration], applied: [Applied]) throws(MigrationError) {
        let names = Set(known.map(\.name))
        let strangers = applied.map(\.name).filter { !names.contains($0) }
        guard strangers.isEmpty else { throw .databaseIsNewer(unknown: strangers.sorted()) }

        let record = Dictionary(applied.map { ($0.name, $0) }) { first, _ in first }
        for migration in known {
            guard let found = record[migration.name], found.checksum != migration.checksum else { continue }
            throw .edited(file: migration.file, appliedAt: found.appliedAt)
        }
        pending = known.filter { record[$0.name] == nil }

        guard let first = pending.first, let last = known.last(where: { record[$0.name] != nil }),
            first.name < last.name
        else { return }
        throw .outOfOrder(file: first.file, after: last.file)
    }
}
