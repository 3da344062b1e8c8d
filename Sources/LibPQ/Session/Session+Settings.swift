extension Session {
    /// Sets a session setting such as `waymark.tenant`. Costs no round trip when this connection has set it so already.
    ///
    /// A transaction that rolls back takes its settings back with it.
    /// - Throws: `PostgresError`.
    public func set(_ name: String, to value: String) throws(PostgresError) {
        if settings[name] == value { return }
        try execute("select set_config(\(name), \(value), false)")
        settings[name] = value
    }
}
