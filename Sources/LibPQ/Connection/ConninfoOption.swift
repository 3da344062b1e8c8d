import CLibPQ

/// One parameter libpq knows: its keyword, the environment variable that stands for it, and its value if it has one.
struct ConninfoOption {
    let keyword: String
    let environmentVariable: String?
    let value: String?

    /// Every parameter of an array made by libpq, which ends with a null keyword.
    static func list(_ first: UnsafeMutablePointer<PQconninfoOption>) -> [ConninfoOption] {
        var options: [ConninfoOption] = []
        var next = first
        while let keyword = next.pointee.keyword {
            options.append(
                ConninfoOption(
                    keyword: String(cString: keyword),
                    environmentVariable: next.pointee.envvar.map { String(cString: $0) },
                    value: next.pointee.val.map { String(cString: $0) }))
            next += 1
        }
        return options
    }

    /// Every parameter this libpq knows, without values.
    static func all() -> [ConninfoOption] {
        guard let parsed = PQconninfoParse("", nil) else { return [] }
        defer { PQconninfoFree(parsed) }
        return list(parsed)
    }
}
