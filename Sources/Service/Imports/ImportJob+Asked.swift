import Interchange
import LearningRecord

extension ImportJob.Work {
    /// What is to be done, as it is kept with what was asked for.
    var json: JSON {
        switch self {
        case .roster(let options):
            .object([
                "what": .string("roster"), "asOf": .string(options.asOf.description),
                "dryRun": .bool(options.isDryRun), "allowManyEndings": .bool(options.allowsManyEndings),
                "match": .array(options.matching.map(\.rawValue).sorted().map(JSON.string)),
                "reusedIds": .string(options.reusedIDs.rawValue),
            ])
        case .framework(let isDryRun): .object(["what": .string("framework"), "dryRun": .bool(isDryRun)])
        case .events(let dropsGrades): .object(["what": .string("events"), "dropGrades": .bool(dropsGrades)])
        }
    }

    /// What is to be done, as it was kept; `nil` where another version of the program kept it in other words.
    init?(_ json: JSON) {
        func flag(_ name: String) -> Bool? { json[name]?.bool }
        switch json["what"]?.string {
        case "roster":
            guard let asOf = json["asOf"]?.string.flatMap({ CalendarDate($0) }), let isDryRun = flag("dryRun"),
                let allowsManyEndings = flag("allowManyEndings"), let match = json["match"]?.array,
                let reused = json["reusedIds"]?.string.flatMap(RosterReusedIDs.init(rawValue:))
            else { return nil }
            let rules = match.compactMap { $0.string.flatMap(RosterIdentityRule.init(rawValue:)) }
            guard rules.count == match.count else { return nil }
            self = .roster(
                RosterImportOptions(
                    asOf: asOf, isDryRun: isDryRun, allowsManyEndings: allowsManyEndings, matching: Set(rules),
                    reusedIDs: reused, problemLimit: ImportEnd.toldProblems))
        case "framework":
            guard let isDryRun = flag("dryRun") else { return nil }
            self = .framework(isDryRun: isDryRun)
        case "events":
            guard let dropsGrades = flag("dropGrades") else { return nil }
            self = .events(dropsGrades: dropsGrades)
        default: return nil
        }
    }
}
