/// The size of a file in words.
enum FileSize {
    /// In megabytes or kilobytes (SI), to a tenth of a megabyte.
    static func text(_ bytes: Int, _ words: PageWords) -> String {
        if bytes >= 1_000_000 {
            let tenths = (bytes + 50_000) / 100_000
            let point = words("number.point")
            return tenths.isMultiple(of: 10) ? "\(tenths / 10) MB" : "\(tenths / 10)\(point)\(tenths % 10) MB"
        }
        return "\(max(1, (bytes + 500) / 1000)) kB"
    }
}
