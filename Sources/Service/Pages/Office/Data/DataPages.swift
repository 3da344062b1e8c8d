import Hummingbird

/// The data engineer's pages: bringing data in, the tables, the tokens, how the district is.
enum DataPages {
    static let all = [
        Endpoint("importsPage", .get, "/imports", .duty(.importData)) { try await ImportListPage.show($0) },
        Endpoint("newImportPage", .get, "/imports/new", .duty(.importData)) { try await ImportNewPage.show($0) },
        Endpoint(
            "beginImport", .post, "/imports", .duty(.importData), bodyLimit: ImportRoutes.limit + 65_536, deadline: nil
        ) { try await ImportNewPage.begin($0) },
        Endpoint("importPage", .get, "/imports/{run}", .duty(.importData)) { try await ImportPage.show($0) },
        Endpoint("importNews", .get, "/imports/{run}/news", .duty(.importData), deadline: nil) {
            try await ImportPage.news($0)
        },
        Endpoint("importRejects", .get, "/imports/{run}/rejects.jsonl", .duty(.importData), deadline: nil) {
            try await ImportRoutes.rejects($0)
        },
        Endpoint("projectionsPage", .get, "/projections", .duty(.readStatus)) { try await ProjectionsPage.show($0) },
        Endpoint("projectionNews", .get, "/projections/news", .duty(.readStatus), deadline: nil) {
            try await ProjectionsPage.news($0)
        },
        Endpoint(
            "retryProjection", .post, "/projections/{projection}/retry", .duty(.importData), deadline: .seconds(120)
        ) {
            try await ProjectionsPage.retry($0)
        },
        Endpoint("tokensPage", .get, "/tokens", .duty(.manageTokens)) { try await TokenPages.list($0) },
        Endpoint("newTokenPage", .get, "/tokens/new", .duty(.manageTokens)) { try await TokenPages.new($0) },
        Endpoint("issueToken", .post, "/tokens", .duty(.manageTokens)) { try await TokenPages.issue($0) },
        Endpoint("rotateTokenPage", .get, "/tokens/{token}/rotation", .duty(.manageTokens)) {
            try await TokenPages.askRotation($0)
        },
        Endpoint("rotateToken", .post, "/tokens/{token}/rotation", .duty(.manageTokens)) {
            try await TokenPages.rotate($0)
        },
        Endpoint("revokeTokenPage", .get, "/tokens/{token}/revocation", .duty(.manageTokens)) {
            try await TokenPages.askRevocation($0)
        },
        Endpoint("revokeToken", .post, "/tokens/{token}/revocation", .duty(.manageTokens)) {
            try await TokenPages.revoke($0)
        },
        Endpoint("healthPage", .get, "/health", .duty(.readStatus)) { try await HealthPage.show($0) },
    ]
}
