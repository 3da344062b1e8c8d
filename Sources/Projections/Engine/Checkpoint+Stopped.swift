import LibPQ

extension Checkpoint {
    /// Ends the connections of workers that hold shards past their lease and were stopped in the middle of sending rows by
    /// COPY: to the server they are at work, so that no limit of its own ends them (decision 27).
    ///
    /// Each such statement sends a megabyte that was made before it began. One that has waited for the rest of it as long
    /// as a lease has nobody who sends.
    static func endStopped(_ session: Session, tenant: Int32, build: Build) throws(PostgresError) {
        // A login may end its own connections, which the application's role may not: until the transaction's end.
        try session.execute("set local role none")
        // The version of a row that others see names the transaction that is changing it.
        try session.execute(
            """
            select pg_terminate_backend(a.pid)
              from (select distinct c.xmax from proj.checkpoint c
                     where c.tenant = \(tenant) and c.projection = \(build.projection) and c.build = \(build.number)
                       and c.lease_until < clock_timestamp()) held
              join pg_locks l on l.locktype = 'transactionid' and l.transactionid = held.xmax and l.granted
              join pg_stat_activity a on a.pid = l.pid
             where a.state = 'active' and a.wait_event = 'ClientRead'
               and a.query_start < clock_timestamp() - interval '\(unsafeRaw: lease)'
            """)
    }
}
