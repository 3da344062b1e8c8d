import Testing

@testable import LibPQ

@Suite struct ConnectionOptionsTests {
    @Test func `a URL and a conninfo string are read into keywords`() {
        let url = ConnectionOptions(url: "postgresql://me:pw@db.example:5433/records?sslmode=require")
        #expect(
            url.keywords == [
                "user": "me", "password": "pw", "host": "db.example", "port": "5433", "dbname": "records",
                "sslmode": "require",
            ])
        let words = ConnectionOptions(url: "host=/tmp dbname='my records'")
        #expect(words.keywords == ["host": "/tmp", "dbname": "my records"])
        #expect(words.with(database: "other").keywords["dbname"] == "other")
    }

    @Test func `the environment is asked for a URL first, then for libpq's variables`() {
        #expect(ConnectionOptions.fromEnvironment([:])?.keywords == nil)
        #expect(ConnectionOptions.fromEnvironment(["PGUSER": "me"])?.keywords == nil)
        #expect(ConnectionOptions.fromEnvironment(["DATABASE_URL": ""])?.keywords == nil)
        let environment = ["DATABASE_URL": "postgres:///a", "PGHOST": "h", "PGUSER": "me", "PGDATABASE": "b"]
        #expect(ConnectionOptions.fromEnvironment(environment)?.keywords == ["dbname": "a"])
        let rest = environment.filter { $0.key != "DATABASE_URL" }
        #expect(ConnectionOptions.fromEnvironment(rest)?.keywords == ["host": "h", "user": "me", "dbname": "b"])
    }

    @Test func `unless said otherwise a vanished peer is noticed within a minute, and the encoding is UTF-8`() {
        let plain = ConnectionOptions().connectKeywords
        #expect(plain["tcp_user_timeout"] == "60000" && plain["client_encoding"] == "UTF8")
        #expect(plain["keepalives_idle"] == "30" && plain["keepalives_interval"] == "10")
        #expect(plain["keepalives_count"] == "3" && plain["connect_timeout"] == "10")
        let own = ConnectionOptions(["tcp_user_timeout": "5", "connect_timeout": "3", "client_encoding": "LATIN1"])
        #expect(own.connectKeywords["tcp_user_timeout"] == "5" && own.connectKeywords["connect_timeout"] == "3")
        #expect(own.connectKeywords["client_encoding"] == "UTF8")
    }

    @Test func `settings join options that were given`() {
        let options = ConnectionOptions(["options": "-c geqo=off"], settings: ["a.b": #"x y\z"#])
        #expect(options.connectKeywords["options"] == #"-c geqo=off -c a.b=x\ y\\z"#)
    }

    @Test func `settings are added or replaced, the rest stays`() {
        let options = ConnectionOptions(["host": "h"], settings: ["role": "a", "x.y": "1"])
        #expect(options.with(settings: ["role": "b"]).settings == ["role": "b", "x.y": "1"])
        #expect(options.with(settings: [:]).keywords == ["host": "h"])
    }
}
