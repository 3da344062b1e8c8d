extension Session {
    /// Sets a session setting such as `waymark.tenant`, from the next statement on. Costs no round trip: where this
    /// connection does not have it so already, it goes to the server together with that statement.
    ///
    /// A transaction that rolls back takes its settings back with it. A pool hands nobody the settings of another:
    /// what the body does not set is as in the options.
    /// - Throws: nothing by itself; a value that the server refuses is the error of the next statement.
    public func set(_ name: String, to value: String) {
        settings.claim(name, value)
    }

    /// The statement that makes pending settings so.
    static func setting(_ pending: [String: String]) -> SQL {
        let sorted = pending.sorted { $0.key < $1.key }
        return """
            select set_config(name, value, false)
              from unnest(\(sorted.map(\.key)), \(sorted.map(\.value))) as s (name, value)
            """
    }

    /// Makes pending settings so now, for what cannot take them with it.
    func sendPendingSettings() throws(PostgresError) {
        let pending = settings.pending
        if pending.isEmpty { return }
        _ = try runPrepared(Self.setting(pending))
        settings.remember(pending)
    }

    /// Resets what an earlier lease of the pool left set.
    func resetStaleSettings() throws(PostgresError) {
        let stale = settings.stale
        if stale.isEmpty { return }
        let resets = stale.sorted().map { name in
            "reset " + name.split(separator: ".").map { SQL.quoted(identifier: String($0)) }.joined(separator: ".")
        }
        try command(SQLScript(unsafeRaw: resets.joined(separator: ";")))
        settings.forget(stale)
    }
}
