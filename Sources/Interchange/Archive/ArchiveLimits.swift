/// How much a zip file may unpack to: what tells a large export from a trap.
public struct ArchiveLimits: Sendable, Hashable {
    /// Bytes of all files together, unpacked; 32 GB unless told.
    public var totalSize: Int64
    /// Unpacked size of a file by its packed size; 250 unless told. CSV packs 5 to 30 times, a trap about 1,000.
    public var ratio: Int
    /// The size, in bytes, up to which the ratio does not matter; 10 MB unless told.
    public var harmlessSize: Int64
    /// Files; 1,000 unless told.
    public var files: Int

    /// These limits.
    public init(
        totalSize: Int64 = 32_000_000_000, ratio: Int = 250, harmlessSize: Int64 = 10_000_000, files: Int = 1_000
    ) {
        self.totalSize = totalSize
        self.ratio = ratio
        self.harmlessSize = harmlessSize
        self.files = files
    }
}
