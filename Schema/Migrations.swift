extension Migration {
    /// Every migration, in the order of application. A new one is a file in this folder, a line in Package.swift that
    /// embeds it, and a line here. (The name of an embedded file has `_` for its first digit.)
    public static let all: [Migration] = [
        Migration(name: "0001_foundation", sql: PackageResources._001_foundation_sql),
        Migration(name: "0002_log", sql: PackageResources._002_log_sql),
        Migration(name: "0003_roster", sql: PackageResources._003_roster_sql),
        Migration(name: "0004_frameworks", sql: PackageResources._004_frameworks_sql),
        Migration(name: "0005_projections", sql: PackageResources._005_projections_sql),
        Migration(name: "0006_analytics", sql: PackageResources._006_analytics_sql),
        Migration(name: "0007_analytics_access", sql: PackageResources._007_analytics_access_sql),
        Migration(name: "0008_import", sql: PackageResources._008_import_sql),
        Migration(name: "0009_shards", sql: PackageResources._009_shards_sql),
        Migration(name: "0010_reactors", sql: PackageResources._010_reactors_sql),
        Migration(name: "0011_archive", sql: PackageResources._011_archive_sql),
        Migration(name: "0012_policy", sql: PackageResources._012_policy_sql),
        Migration(name: "0013_history", sql: PackageResources._013_history_sql),
        Migration(name: "0014_equity", sql: PackageResources._014_equity_sql),
        Migration(name: "0015_transcript", sql: PackageResources._015_transcript_sql),
        Migration(name: "0016_retention", sql: PackageResources._016_retention_sql),
        Migration(name: "0017_imports", sql: PackageResources._017_imports_sql),
        Migration(name: "0018_persons", sql: PackageResources._018_persons_sql),
        Migration(name: "0019_supports", sql: PackageResources._019_supports_sql),
        Migration(name: "0020_one_read", sql: PackageResources._020_one_read_sql),
        Migration(name: "0021_history_once", sql: PackageResources._021_history_once_sql),
        Migration(name: "0022_access", sql: PackageResources._022_access_sql),
        Migration(name: "0024_evidence_files", sql: PackageResources._024_evidence_files_sql),
        Migration(name: "0025_import_requests", sql: PackageResources._025_import_requests_sql),
        Migration(name: "0026_followers", sql: PackageResources._026_followers_sql),
        Migration(name: "0027_import_retries", sql: PackageResources._027_import_retries_sql),
        Migration(name: "0028_transcript_requests", sql: PackageResources._028_transcript_requests_sql),
        Migration(name: "0029_followed", sql: PackageResources._029_followed_sql),
    ]
}
