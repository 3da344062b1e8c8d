import Foundation

extension PrivateCluster {
    /// What the cluster is doing. Changes nothing and needs no server.
    public func status() async throws(ClusterError) -> ClusterStatus {
        let postmaster = Postmaster.running(layout)
        let state: ClusterStatus.State =
            switch postmaster {
            case .some(let found): found.isReady ? .running : .starting
            case nil: hasData ? .stopped : .absent
            }
        return ClusterStatus(
            state: state, processID: postmaster?.processID, socketDirectory: layout.socketDirectory,
            dataDirectory: layout.dataDirectory, version: await version(), sizeInBytes: dataSize(),
            logFile: layout.log)
    }

    private func version() async -> String? {
        guard hasData else { return nil }
        do {
            return try await installation().version
        } catch {
            let text = try? String(contentsOfFile: layout.versionFile, encoding: .utf8)
            return text?.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    private func dataSize() -> Int64 {
        guard let files = FileManager.default.enumerator(atPath: layout.dataDirectory) else { return 0 }
        return files.reduce(into: Int64(0)) { sum, file in
            // Files come and go under a running server.
            guard let name = file as? String,
                let information = SystemCall.information(layout.dataDirectory + "/" + name),
                information.st_mode & S_IFMT == S_IFREG
            else { return }
            sum += Int64(information.st_size)
        }
    }
}
