extension String {
    /// Whether both are the same Unicode scalars.
    ///
    /// `==` also holds for texts that only look alike ("é" as one scalar or two). What is hashed, signed, stored and
    /// compared by PostgreSQL are the scalars, so that is what equality means in a record.
    func isExactly(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let isSame = utf8.withContiguousStorageIfAvailable { bytes in
            other.utf8.withContiguousStorageIfAvailable { bytes.elementsEqual($0) }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}
