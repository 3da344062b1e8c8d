import Testing

@testable import PrivateCluster

struct ClusterLayoutTests {
    @Test(arguments: 1...160)
    func `the socket's path fits whatever the length of the home`(length: Int) {
        let layout = ClusterLayout(home: "/" + String(repeating: "h", count: length))
        #expect("\(layout.socketDirectory)/.s.PGSQL.5432".utf8.count <= ClusterLayout.longestSocketPath)
    }

    @Test func `two deep homes have two socket folders, each the same every time`() {
        let base = "/" + String(repeating: "h", count: 120)
        let one = ClusterLayout(home: base + "1").socketDirectory
        #expect(one != ClusterLayout(home: base + "2").socketDirectory)
        #expect(one == ClusterLayout(home: base + "1/").socketDirectory)
    }

    @Test func `the default home is named by the environment`() {
        #expect(PrivateCluster.defaultHome(environment: ["WAYMARK_HOME": "/srv/w"]) == "/srv/w")
        #expect(PrivateCluster.defaultHome(environment: ["WAYMARK_HOME": ""]).hasSuffix("waymark"))
    }

    @Test func `a process file gives id and readiness`() {
        let lines = ["4711", "/data", "1700000000", "5432", "/s", "", "1 2", "ready   "]
        #expect(Postmaster(processFile: lines.joined(separator: "\n"))?.isReady == true)
        #expect(Postmaster(processFile: lines.joined(separator: "\n"))?.processID == 4711)
        #expect(Postmaster(processFile: lines.prefix(5).joined(separator: "\n"))?.isReady == false)
        #expect(Postmaster(processFile: "") == nil)
        #expect(Postmaster(processFile: "-12\n/data") == nil)
    }
}
