// swift-tools-version: 6.2
import PackageDescription

let language: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "waymark",
    products: [
        .executable(name: "waymark", targets: ["waymark"]),
        .executable(name: "waymark-sample", targets: ["waymark-sample"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // C libraries, from Debian.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),

        // The layers, lowest first; an arrow only points down.
        .target(name: "LibPQ", dependencies: ["CLibPQ"], swiftSettings: language),
        .target(name: "LearningRecord", swiftSettings: language),
        .target(name: "Markup", swiftSettings: language),
        .target(
            name: "Schema", dependencies: ["LibPQ", crypto], path: "Schema",
            resources: [
                .embedInCode("0001_foundation.sql"),
                .embedInCode("0002_log.sql"),
                .embedInCode("0003_roster.sql"),
                .embedInCode("0004_frameworks.sql"),
                .embedInCode("0005_projections.sql"),
                .embedInCode("0006_analytics.sql"),
                .embedInCode("0007_analytics_access.sql"),
                .embedInCode("0008_import.sql"),
                .embedInCode("0009_shards.sql"),
                .embedInCode("0010_reactors.sql"),
                .embedInCode("0011_archive.sql"),
                .embedInCode("0012_policy.sql"),
                .embedInCode("0013_history.sql"),
                .embedInCode("0014_equity.sql"),
                .embedInCode("0015_transcript.sql"),
                .embedInCode("0016_retention.sql"),
                .embedInCode("0017_imports.sql"),
                .embedInCode("0018_persons.sql"),
                .embedInCode("0019_supports.sql"),
                .embedInCode("0020_one_read.sql"),
                .embedInCode("0021_history_once.sql"),
                .embedInCode("0022_access.sql"),
                .embedInCode("0024_evidence_files.sql"),
                .embedInCode("0025_import_requests.sql"),
                .embedInCode("0026_followers.sql"),
                .embedInCode("0027_import_retries.sql"),
                .embedInCode("0028_transcript_requests.sql"),
                .embedInCode("0029_followed.sql"),
            ], swiftSettings: language),
        .target(
            name: "EventLog", dependencies: ["LibPQ", "LearningRecord", crypto], swiftSettings: language),
        .target(
            name: "ReferenceData", dependencies: ["LibPQ", "LearningRecord", "EventLog", crypto],
            swiftSettings: language),
        .target(
            name: "Projections",
            dependencies: ["LibPQ", "LearningRecord", "Markup", "EventLog", "ReferenceData", crypto],
            swiftSettings: language),
        .target(
            name: "Interchange",
            dependencies: ["CLibZip", "LibPQ", "LearningRecord", "EventLog", "ReferenceData", crypto],
            swiftSettings: language),
        .target(
            name: "Service",
            dependencies: [
                "CZlib", "LibPQ", "LearningRecord", "Markup", "EventLog", "ReferenceData", "Projections", "Interchange",
                crypto, cryptoExtras,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "JWTKit", package: "jwt-kit"),
            ],
            resources: [
                .embedInCode("API/openapi.json"), .embedInCode("Pages/Look/waymark.css"), .embedInCode("Pages/Look/waymark.js"),
                .embedInCode("Pages/Words/catalogue.json"),
            ], swiftSettings: language),
        .target(name: "PrivateCluster", swiftSettings: language),
        .executableTarget(
            name: "waymark",
            dependencies: [
                "LibPQ", "LearningRecord", "Schema", "EventLog", "ReferenceData", "Projections", "Interchange",
                "PrivateCluster", "Service", "CMalloc", crypto, arguments,
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: language),
        .executableTarget(
            name: "waymark-sample", dependencies: ["LearningRecord", "Interchange", arguments],
            swiftSettings: language),

        // Tests mirror Sources.
        .target(
            name: "TestSupport",
            dependencies: [
                "LibPQ", "Schema", "LearningRecord", "EventLog", "PrivateCluster", crypto, cryptoExtras,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Tests/TestSupport", swiftSettings: language),
        .testTarget(
            name: "LibPQTests", dependencies: ["LibPQ", "PrivateCluster", "TestSupport"], swiftSettings: language),
        .testTarget(
            name: "LearningRecordTests", dependencies: ["LearningRecord", "TestSupport"],
            exclude: ["Schemas/validate.py"], swiftSettings: language),
        .testTarget(name: "SchemaTests", dependencies: ["Schema", "LibPQ", "TestSupport"], swiftSettings: language),
        .testTarget(
            name: "EventLogTests", dependencies: ["EventLog", "LearningRecord", "LibPQ", "TestSupport", crypto],
            swiftSettings: language),
        .testTarget(
            name: "ReferenceDataTests",
            dependencies: ["ReferenceData", "EventLog", "LearningRecord", "LibPQ", "TestSupport"],
            swiftSettings: language),
        .testTarget(
            name: "ProjectionsTests",
            dependencies: [
                "Projections", "ReferenceData", "EventLog", "LearningRecord", "LibPQ", "Schema", "TestSupport",
            ],
            exclude: ["Corpus", "Example/reflections.sql"], swiftSettings: language),
        .testTarget(
            name: "InterchangeTests",
            dependencies: [
                "Interchange", "ReferenceData", "EventLog", "LearningRecord", "LibPQ", "TestSupport", crypto,
            ],
            swiftSettings: language),
        .testTarget(
            name: "ServiceTests",
            dependencies: [
                "Service", "CZlib", "Interchange", "Markup", "Projections", "ReferenceData", "EventLog", "LearningRecord",
                "LibPQ", "Schema", "TestSupport", crypto,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            exclude: ["API/check_answers.py", "API/run_schemathesis.py"], swiftSettings: language),
        .testTarget(
            name: "PrivateClusterTests", dependencies: ["PrivateCluster", "TestSupport"], swiftSettings: language),
        .testTarget(
            name: "WaymarkTests",
            dependencies: [
                "waymark", "waymark-sample", "Service", "LibPQ", "Projections", "ReferenceData", "EventLog",
                "LearningRecord", "TestSupport", "Schema", "PrivateCluster",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            exclude: [
                "RealInput/compare_crdc.py", "RealInput/compare_oulad.py", "RealInput/oulad_attempts.sql",
                "RealInput/oulad_enrolments.sql", "Support/policy.json",
            ],
            swiftSettings: language),
    ]
)
