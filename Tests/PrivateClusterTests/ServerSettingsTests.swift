import Testing

@testable import PrivateCluster

struct ServerSettingsTests {
    private static let gibibyte: UInt64 = 1 << 30

    @Test(arguments: [
        (memory: 4 * gibibyte, buffers: "512MB"), (memory: 64 * gibibyte, buffers: "2048MB"),
        (memory: gibibyte / 8, buffers: "32MB"),
    ])
    func `buffers are an eighth of memory, within bounds`(memory: UInt64, buffers: String) {
        let settings = ServerSettings(socketDirectory: "/s", memory: memory, disposable: false)
        #expect(settings.file.contains("shared_buffers = '\(buffers)'\n"))
    }

    @Test func `only a disposable server gives up durability`() {
        let durable = ServerSettings(socketDirectory: "/s", memory: Self.gibibyte, disposable: false).file
        let disposable = ServerSettings(socketDirectory: "/s", memory: Self.gibibyte, disposable: true).file
        #expect(!durable.contains("fsync") && !durable.contains("synchronous_commit"))
        #expect(!durable.contains("full_page_writes"))
        #expect(disposable.contains("fsync = 'off'\n") && disposable.contains("full_page_writes = 'off'\n"))
    }

    @Test func `quotes and commas in a path stay in the path`() {
        let file = ServerSettings(socketDirectory: "/a'b\",c", memory: 1, disposable: true).file
        #expect(file.contains(#"unix_socket_directories = '"/a''b"",c"'"# + "\n"))
    }

    @Test func `settings of one's own win`() {
        let file = ServerSettings(
            socketDirectory: "/s", memory: 1, disposable: true, overrides: ["fsync": "on", "jit": "off"]
        ).file
        #expect(file.contains("fsync = 'on'\n") && file.contains("jit = 'off'\n") && !file.contains("fsync = 'off'"))
    }
}
