import EventLog

extension Site {
    /// The district of this name; without one that of WAYMARK_DISTRICT, or the only one there is.
    func district(named name: String?) async throws -> District {
        let named = name ?? place.environment["WAYMARK_DISTRICT"].flatMap { $0.isEmpty ? nil : $0 }
        let districts = try await store.districts()
        if let named {
            guard let found = districts.first(where: { $0.name == named }) else {
                throw Failure.refused("there is no district named \"\(named)\"", advice: Self.list(districts))
            }
            return found
        }
        guard let only = districts.first, districts.count == 1 else {
            throw Failure.refused(
                districts.isEmpty ? "there is no district yet" : "this database has several districts: name one",
                advice: Self.list(districts))
        }
        return only
    }

    private static func list(_ districts: [District]) -> String {
        guard !districts.isEmpty else { return "`waymark district create NAME` makes one." }
        let names = districts.prefix(12).map { "\"\($0.name)\"" }.joined(separator: ", ")
        let rest = districts.count > 12 ? " and \(districts.count - 12) more (`waymark district list`)" : ""
        return "Use --district with one of \(names)\(rest)."
    }
}
