public import EventLog
public import LearningRecord
public import LibPQ
import ReferenceData

/// Gives competency frameworks out.
public enum CASEExport {
    /// A framework as a CASE 1.1 package: JSON in UTF-8, the same bytes each time.
    ///
    /// - Parameter version: Which version; `nil` for the current one.
    /// - Throws: `CASEError.unknownFramework`, `PostgresError`.
    public static func package(
        framework: FrameworkID, version: Int64? = nil, of district: District, pool: Pool
    ) async throws -> [UInt8] {
        let tenant = district.tenant
        let stored = try await pool.read {
            try FrameworkStore.package($0, tenant: tenant, framework: framework, version: version)
        }
        guard let stored else { throw CASEError.unknownFramework(framework, version: version) }
        return Array(JSONWriter.pretty(try json(stored)).utf8) + [UInt8(ascii: "\n")]
    }

    static func json(_ stored: FrameworkPackage) throws(CASEError) -> JSON {
        var package = JSONObject()
        package["CFDocument"] = try part(stored.document, "CFDocument")
        package["CFItems"] = .array(try parts(stored.competencies.map(\.document), "CFItems"))
        package["CFAssociations"] = .array(try parts(stored.associations.map(\.document), "CFAssociations"))
        if let definitions = stored.definitions { package["CFDefinitions"] = try part(definitions, "CFDefinitions") }
        if let rubrics = stored.rubrics { package["CFRubrics"] = try part(rubrics, "CFRubrics") }
        if let extensions = stored.extensions { package["extensions"] = try part(extensions, "extensions") }
        return .object(package)
    }

    private static func parts(_ documents: [String], _ name: String) throws(CASEError) -> [JSON] {
        var parts: [JSON] = []
        parts.reserveCapacity(documents.count)
        for (index, document) in documents.enumerated() { parts.append(try part(document, "\(name)[\(index)]")) }
        return parts
    }

    private static func part(_ document: String, _ place: String) throws(CASEError) -> JSON {
        do {
            return try JSONReader.read(Array(document.utf8))
        } catch {
            throw .invalid([CASEProblem(at: place, "as stored is no JSON: \(error)")], count: 1)
        }
    }
}
