public import EventLog
public import LibPQ
import ReferenceData

/// Brings competency frameworks into a district.
public enum CASEImport {
    /// Reads a CASE package and saves it as a framework of the district: the first time as version 1, changed as the
    /// next version beside the old ones, unchanged not at all. All of it or nothing.
    ///
    /// - Parameter dryRun: Only say what would come of it.
    /// - Throws: `CASEError` when the package is not one, `PostgresError` when the database fails.
    public static func run(
        bytes: [UInt8], into district: District, pool: Pool, dryRun: Bool = false
    ) async throws -> CASEReport {
        let (package, findings) = try CASEDecoder.decode(bytes)
        let framework = try package.framework()
        let tenant = district.tenant
        let change =
            try await dryRun
            ? pool.read { try FrameworkStore.change($0, tenant: tenant, to: framework) }
            : save(framework, tenant: tenant, pool: pool)
        return CASEReport(framework, findings, change, isDryRun: dryRun)
    }

    /// Two imports of one framework at once: the later one finds the number of its version taken, and looks again.
    private static func save(
        _ framework: FrameworkPackage, tenant: Int32, pool: Pool
    ) async throws -> FrameworkChange {
        for _ in 0..<3 {
            do {
                return try await pool.transaction { try FrameworkStore.save($0, tenant: tenant, framework) }
            } catch PostgresError.uniqueViolation {
                continue
            }
        }
        return try await pool.transaction { try FrameworkStore.save($0, tenant: tenant, framework) }
    }
}
