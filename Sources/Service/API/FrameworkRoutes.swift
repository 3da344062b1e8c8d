import EventLog
import Hummingbird
import Interchange
import LearningRecord
import LibPQ
import ReferenceData

/// The competency frameworks of the district: what learners can come to do, in which order, and what levels are called.
enum FrameworkRoutes {
    static let all = [
        Endpoint("listFrameworks", .get, "/api/v1/frameworks", .duty(.readFrameworks)) { try await list($0) },
        Endpoint(
            "readFramework", .get, "/api/v1/frameworks/{framework}", .duty(.readFrameworks), parameters: ["version"]
        ) { try await read($0) },
        Endpoint(
            "exportFramework", .get, "/api/v1/frameworks/{framework}/case", .duty(.readFrameworks),
            parameters: ["version"], deadline: .seconds(60)
        ) { try await export($0) },
    ]

    private static func list(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let tenant = log.district.tenant
        let all = try await log.run { try FrameworkStore.frameworks($0, tenant: tenant) }
        return .tagged(.object(["frameworks": .array(all.map { .object($0.json) })]), for: visit.request)
    }

    private static func read(_ visit: Visit) async throws -> Response {
        let log = try visit.log()
        let tenant = log.district.tenant
        let id: FrameworkID = try visit.path("framework")
        let version = try visit.query.number("version", in: 1...Int64.max)
        let json = try await log.run { session -> JSON? in
            guard
                let framework = try FrameworkStore.framework(session, tenant: tenant, id: id, version: version)
            else { return nil }
            let competencies = try FrameworkStore.competencies(
                session, tenant: tenant, framework: id, version: framework.version)
            let precedes = try FrameworkStore.associations(
                session, tenant: tenant, framework: id, version: framework.version, kinds: [.precedes])
            let levels = try FrameworkStore.levels(session, tenant: tenant, framework: id, version: framework.version)
            var object = framework.json
            object["items"] = .array(competencies.map(\.json))
            object["precedes"] = .array(
                precedes.map { .object(["from": .string($0.origin), "to": .string($0.destination)]) })
            object["criteria"] = .array(levels.criteria.map(\.json))
            object["levels"] = levels.districtDefault.json
            return .object(object)
        }
        guard let json else { throw Problem.notFound }
        return .tagged(json, for: visit.request)
    }

    private static func export(_ visit: Visit) async throws -> Response {
        let district = try visit.someone().district
        let version = try visit.query.number("version", in: 1...Int64.max)
        do {
            let bytes = try await CASEExport.package(
                framework: try visit.path("framework"), version: version, of: district, pool: visit.service.store.pool)
            return .tagged(bytes, type: "application/json", for: visit.request)
        } catch CASEError.unknownFramework {
            throw Problem.notFound
        }
    }
}

extension Framework {
    fileprivate var json: JSONObject {
        var object: JSONObject = [
            "framework": .string(id.description), "version": .whole(version), "title": .string(title),
        ]
        object["publisher"] = .text(publisher)
        object["source"] = .text(source)
        object["adoptionStatus"] = .text(adoptionStatus)
        return object
    }
}

extension Competency {
    fileprivate var json: JSON {
        var object: JSONObject = ["competency": .string(id.description), "statement": .string(statement)]
        object["code"] = .text(code)
        object["shortStatement"] = .text(shortStatement)
        object["itemType"] = .text(itemType)
        object["parent"] = .text(parent)
        object["area"] = .text(area)
        object["replacedBy"] = .text(replacedBy)
        return .object(object)
    }
}

extension FrameworkLevels.Criterion {
    fileprivate var json: JSON {
        var object: JSONObject = ["criterion": .string(id.description)]
        object["competency"] = .text(competency)
        object["levels"] = scale.json
        return .object(object)
    }
}

extension LevelScale {
    /// The levels in their order. The place is what events name; people read the name.
    fileprivate var json: JSON {
        .array(
            levels.map { level in
                var object: JSONObject = ["level": level.level.json, "name": .string(level.name)]
                object["description"] = .text(level.description)
                return .object(object)
            })
    }
}
