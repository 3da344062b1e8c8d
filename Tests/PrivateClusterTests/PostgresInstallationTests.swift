import Testing

@testable import PrivateCluster

struct PostgresInstallationTests {
    @Test(arguments: [
        ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "15.18", 15),
        ("postgres (PostgreSQL) 17.2", "17.2", 17), ("postgres (PostgreSQL) 18beta1", "18beta1", 18),
    ])
    func `a version is read from what the server says of itself`(text: String, version: String, major: Int) {
        #expect(PostgresInstallation.version(in: text) == version)
        #expect(PostgresInstallation.major(of: version) == major)
    }

    @Test func `text without a version gives none`() {
        #expect(PostgresInstallation.version(in: "bash: postgres: command not found") == nil)
        #expect(PostgresInstallation.version(in: "postgres (PostgreSQL) devel") == nil)
    }

    @Test func `the path comes first, each folder once`() {
        let folders = PostgresInstallation.candidates(environment: ["PATH": "/opt/pg/bin:/usr/bin:/opt/pg/bin"])
        #expect(folders.prefix(2) == ["/opt/pg/bin", "/usr/bin"])
        #expect(Set(folders).count == folders.count)
    }

    @Test func `a version that is not installed says what to install`() async {
        let error = await #expect(throws: ClusterError.self) { try await PostgresInstallation.find(major: 99) }
        #expect(error?.description.contains("apt-get install postgresql") == true)
    }
}
