import LibPQ

/// Why a projection could not do what was asked.
public enum ProjectionError: Error, Sendable, Equatable {
    /// No projection has this name.
    case unknownProjection(String)
    /// The tables are not those that this program knows: a migration is missing.
    case noLiveBuild(projection: String)
    /// The live tables were filled by another version of the fold.
    case otherVersion(projection: String, live: Int32, program: Int32)
    /// Another worker took over while this one was away; nothing of this one's batch was stored.
    case fenced(projection: String)
    /// The projection stands still at an event that it cannot fold.
    case stopped(projection: String, position: Int64, reason: String)
    /// A rebuild from the same log, by the same fold, gave other rows than the live ones.
    case differs(projection: String, district: String)
    /// No tables of this version are left from before the last swap.
    case nothingToGoBackTo(projection: String, version: Int32)
    /// A new build parks a learner whom the live one shows further.
    case parksMore(projection: String, build: Int32)
    /// The live rows moved on each time that they were to be compared.
    case moving(projection: String, district: String)
    /// A table of the database has other columns than this program writes.
    case otherColumns(table: String)
}

extension ProjectionError: CustomStringConvertible {
    /// What was wrong, and what to do, in words for people.
    public var description: String {
        switch self {
        case .unknownProjection(let name):
            "there is no projection \"\(name)\"; there are \(ProjectionCatalogue.names.joined(separator: ", "))"
        case .noLiveBuild(let projection):
            "the projection \(projection) has no live tables; run `waymark migrate`"
        case .otherVersion(let projection, let live, let program):
            "the rows of \(projection) were made by version \(live) of it, this program has version \(program); "
                + "run `waymark rebuild \(projection)`"
        case .fenced(let projection):
            "another worker took over the projection \(projection); nothing is lost, it goes on from where this one was"
        case .stopped(let projection, let position, let reason):
            "the projection \(projection) stands still at position \(position): \(reason)"
        case .differs(let projection, let district):
            "the rebuild of \(projection) gave other rows than the live ones in district \"\(district)\", though the "
                + "fold is the same: the live rows stay; please report this"
        case .nothingToGoBackTo(let projection, let version):
            "no tables of \(projection) are left that version \(version) of it made: a rebuild keeps those of the swap "
                + "before it, and no others; run `waymark rebuild \(projection)`"
        case .parksMore(let projection, let build):
            "build \(build) of \(projection) cannot fold an event that the live rows hold; the live rows stay; "
                + "`waymark status` names the event, and `waymark retry \(projection)` tries it again"
        case .moving(let projection, let district):
            "the rows of \(projection) in district \"\(district)\" move on too fast to be compared; the live rows stay, "
                + "run the rebuild again when less is recorded"
        case .otherColumns(let table):
            "the table proj.\(table) has other columns than this program writes; run `waymark migrate`, or use the program "
                + "that made it"
        }
    }
}
