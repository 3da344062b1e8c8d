import Foundation
import Interchange
import Testing

@Suite struct NamedFilesTests {
    private func withFile<Value>(_ bytes: [UInt8], _ body: (String) throws -> Value) throws -> Value {
        let path = NSTemporaryDirectory() + "waymark-zip-" + UUID().uuidString + ".zip"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try body(path)
    }

    /// Opens a zip file and reads every part.
    private func contents(_ bytes: [UInt8], limits: ArchiveLimits = ArchiveLimits()) throws -> [String: [UInt8]] {
        try withFile(bytes) { path in
            let files = try NamedFilesLocation(path: path, limits: limits).open()
            var found: [String: [UInt8]] = [:]
            for name in files.names {
                var content: [UInt8] = []
                try files.open(name)?.forEachPiece(of: 1000) { content.append(contentsOf: $0) }
                found[name] = content
            }
            return found
        }
    }

    private func failure(_ bytes: [UInt8], limits: ArchiveLimits = ArchiveLimits()) -> ArchiveError? {
        do {
            _ = try contents(bytes, limits: limits)
            return nil
        } catch {
            return error as? ArchiveError
        }
    }

    @Test func `a zip file gives its files, without the folder they share`() throws {
        var zip = ZipMaker()
        zip.add("export/", [])
        zip.add("export/users.csv", Array("a\n".utf8))
        zip.add("export/orgs.csv", [UInt8](repeating: 7, count: 5_000))
        zip.add("__MACOSX/export/._users.csv", [1])
        zip.add("export/.DS_Store", [1])
        #expect(
            try contents(zip.bytes) == [
                "users.csv": Array("a\n".utf8), "orgs.csv": [UInt8](repeating: 7, count: 5_000),
            ])
    }

    @Test func `names count without upper and lower case`() throws {
        var zip = ZipMaker()
        zip.add("Users.CSV", [1])
        try withFile(zip.bytes) { path in
            let files = try NamedFilesLocation(path: path).open()
            let users = try files.open("users.csv")
            let orgs = try files.open("orgs.csv")
            #expect(users != nil)
            #expect(orgs == nil)
        }
        zip.add("users.csv", [2])
        #expect(failure(zip.bytes) == .doubleName("users.csv"))
    }

    @Test(arguments: [
        "../users.csv", "/etc/users.csv", "a/../../users.csv", "..\\users.csv", "C:/users.csv", "C:users.csv",
    ])
    func `a name that leads outside is refused`(_ name: String) {
        var zip = ZipMaker()
        zip.add("orgs.csv", [1])
        zip.add(name, [1])
        #expect(failure(zip.bytes) == .unsafeName(name))
    }

    @Test func `a bomb is refused before a byte is unpacked`() {
        var zip = ZipMaker()
        zip.addBomb("users.csv", megabytes: 100)
        #expect(failure(zip.bytes) == .bomb("users.csv", ratio: 1000))
    }

    @Test func `sizes and numbers have limits`() {
        var zip = ZipMaker()
        for number in 0..<5 { zip.add("\(number).csv", [UInt8](repeating: 0, count: 100)) }
        #expect(failure(zip.bytes, limits: ArchiveLimits(totalSize: 499)) == .tooLarge(limit: 499))
        #expect(failure(zip.bytes, limits: ArchiveLimits(totalSize: 500)) == nil)
        #expect(failure(zip.bytes, limits: ArchiveLimits(files: 4)) == .tooManyFiles(limit: 4))
    }

    @Test func `a part that unpacks to more or less than it says is refused`() {
        for size in [10, 5_000] {
            var zip = ZipMaker()
            zip.addLiar("users.csv", [UInt8](repeating: 65, count: 3_000), claiming: size)
            guard case .damaged("users.csv", _) = failure(zip.bytes) else {
                Issue.record("\(size): \(String(describing: failure(zip.bytes)))")
                return
            }
        }
        var honest = ZipMaker()
        honest.addLiar("users.csv", [UInt8](repeating: 65, count: 3_000), claiming: 3_000)
        #expect(failure(honest.bytes) == nil)
    }

    @Test func `an encrypted part is named`() {
        var zip = ZipMaker()
        zip.add("users.csv", [UInt8](repeating: 1, count: 20), flags: 1)
        #expect(failure(zip.bytes) == .encrypted("users.csv"))
    }

    @Test func `a changed byte is found`() {
        var zip = ZipMaker()
        zip.add("users.csv", [UInt8](repeating: 65, count: 100))
        var bytes = zip.bytes
        bytes[60] = 66
        guard case .damaged("users.csv", _) = failure(bytes) else {
            Issue.record("\(String(describing: failure(bytes)))")
            return
        }
    }

    @Test func `a zip file cut short is recognised wherever it is cut`() throws {
        var zip = ZipMaker()
        zip.add("users.csv", [UInt8](repeating: 65, count: 100))
        zip.add("orgs.csv", [UInt8](repeating: 65, count: 100))
        for length in 4..<zip.bytes.count {
            let error = failure(Array(zip.bytes.prefix(length)))
            guard case .cutShort = error else {
                Issue.record("\(length): \(String(describing: error))")
                return
            }
        }
    }

    @Test func `what is no zip file, or is not there, is told`() throws {
        guard case .notZip = failure(Array("sourcedId,name\n".utf8)) else {
            Issue.record("not told")
            return
        }
        #expect(throws: ArchiveError.unreadable("/nowhere", "there is no such file or folder")) {
            try NamedFilesLocation(path: "/nowhere").open()
        }
    }
}
