extension Session {
    /// Sets a session setting such as `waymark.tenant`. Costs no round trip when this connection has it so already.
    ///
    /// A transaction that rolls back takes its settings back with it. A pool hands nobody the settings of another:
    /// what the body does not set is as in the options.
    /// - Throws: `PostgresError`.
    public func set(_ name: String, to value: String) throws(PostgresError) {
        if settings[name] == value { return settings.claim(name) }
        settings.claim(name)
        try execute("select set_config(\(name), \(value), false)")
        settings.remember(name, value)
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
