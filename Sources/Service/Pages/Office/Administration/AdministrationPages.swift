import Hummingbird

/// The administrator's pages: who may come in, and who has looked at what.
enum AdministrationPages {
    static let all = [
        Endpoint("accountsPage", .get, "/accounts", .duty(.manageAccounts)) { try await AccountListPage.show($0) },
        Endpoint("inviteAccountPage", .get, "/accounts/new", .duty(.manageAccounts)) { try await InvitePage.show($0) },
        Endpoint("inviteAccount", .post, "/accounts", .duty(.manageAccounts)) { try await InvitePage.invite($0) },
        Endpoint("accountPage", .get, "/accounts/{account}", .duty(.manageAccounts)) { try await AccountPage.show($0) },
        Endpoint("grantRole", .post, "/accounts/{account}/roles", .duty(.manageAccounts)) {
            try await AccountPage.grant($0)
        },
        Endpoint("endRole", .post, "/accounts/{account}/roles/{grant}/end", .duty(.manageAccounts)) {
            try await AccountPage.endRole($0)
        },
        Endpoint("resetAccount", .post, "/accounts/{account}/reset", .duty(.manageAccounts)) {
            try await AccountPage.reset($0)
        },
        Endpoint("endSessionsOfAccount", .post, "/accounts/{account}/sessions/end", .duty(.manageAccounts)) {
            try await AccountPage.endSessions($0)
        },
        Endpoint("endAccountPage", .get, "/accounts/{account}/close", .duty(.manageAccounts)) {
            try await AccountPage.askClose($0)
        },
        Endpoint("endAccount", .post, "/accounts/{account}/close", .duty(.manageAccounts)) {
            try await AccountPage.close($0)
        },
        Endpoint("readsPage", .get, "/reads", .duty(.readAudit)) { try await ReadsPage.show($0) },
    ]

    /// The way back up.
    static func crumbs(_ words: PageWords) -> [Page.Link] {
        [.init(path: "/accounts", title: words("nav.accounts"))]
    }
}
