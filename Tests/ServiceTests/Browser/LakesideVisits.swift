import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import Testing

@testable import Service

/// Every page of the service in every state that matters, over the full Lakeside district.
struct LakesideVisits {
    let school: LakesideSchool
    let people: LakesidePeople
    private let visits: [PageVisit]

    var all: [PageVisit] { visits }

    init(_ school: LakesideSchool, _ people: LakesidePeople) async throws {
        (self.school, self.people) = (school, people)
        visits =
            try await Self.door(school, people) + Self.teacher(school, people) + Self.learner(school, people)
            + Self.family(school, people) + Self.registrar(school, people) + Self.access(school, people)
            + Self.engineer(school, people) + Self.administrator(school, people) + Self.errors(school, people)
    }

    private static func door(_ school: LakesideSchool, _ people: LakesidePeople) async throws -> [PageVisit] {
        let accounts = AccountStore(log: school.service.log)
        let invited = try await accounts.create(login: "new.colleague@lakeside.example", name: "Ines Correia")
        let link = try await LinkStore(log: school.service.log).make(.invite, for: invited.id)
        return [
            PageVisit("sign-in", "/sign-in", as: .nobody),
            PageVisit("sign-in-wrong", "/sign-in", as: .nobody, status: 422) { browser in
                try await browser.type("grace.okafor@lakeside.example", into: "Email or login")
                try await browser.type("not this one", into: "Password")
                try await browser.press("Sign in")
                try await browser.expect("do not fit together")
            },
            PageVisit("sign-in-session-ended", "/sign-in", "/sign-in?ended=true&to=%2Fsections", as: .nobody),
            PageVisit("set-password", "/link/{link}", link, as: .nobody),
            PageVisit("set-password-problem", "/link/{link}", link, as: .nobody, status: 422) { browser in
                try await browser.type("short", into: "New password")
                try await browser.press("Save the password")
                try await browser.expect("This is not saved yet")
            },
            PageVisit("link-ended", "/link/{link}", "/link/1.abc", as: .nobody, status: 410),
            PageVisit("privacy", "/privacy", as: .nobody),
            PageVisit("account", "/account", as: people.grace),
            PageVisit("password", "/account/password", as: people.grace),
        ]
    }

    private static func teacher(_ school: LakesideSchool, _ people: LakesidePeople) async throws -> [PageVisit] {
        let section = "/sections/\(school.math)"
        let competency = LakesideFramework.competency
        let decide = "/learners/{learner}/competencies/{competency}/decisions"
        let readings = "/learners/{learner}/competencies/{competency}/readings"
        func record(_ name: String, _ button: String, _ heading: String) -> PageVisit {
            PageVisit(name, "/sections/{section}/by-name", "\(section)/by-name", as: people.grace) { browser in
                for learner in ["Aaliyah Brooks", "Diego Castillo", "Malik Johnson"] {
                    try await browser.press(learner)
                }
                if !(try await browser.read().contains("What it is about")) { try await browser.press("Task: ") }
                try await browser.choose("Find equal ratios", in: "What it is about")
                try await browser.press(button, in: "Record for those who are ticked")
                try await browser.expect(heading)
            }
        }
        let page = "/learners/\(school.learners[8])"
        return [
            PageVisit("home-teacher", "/", as: people.grace),
            PageVisit("sections", "/sections", as: people.grace),
            PageVisit("section", "/sections/{section}", section, as: people.grace),
            PageVisit("section-by-name", "/sections/{section}/by-name", "\(section)/by-name", as: people.grace),
            PageVisit(
                "section-by-name-problem", "/sections/{section}/by-name", "\(section)/by-name", as: people.grace,
                status: 422
            ) { browser in
                try await browser.press("Not yet")
                try await browser.expect("Tick at least one learner.")
            },
            PageVisit(
                "section-without-offer", "/sections/{section}/without-offer", "\(section)/without-offer",
                as: people.grace),
            PageVisit("section-waiting", "/sections/{section}/waiting", "\(section)/waiting", as: people.grace),
            PageVisit("section-empty", "/sections/{section}", "/sections/\(school.advisory)", as: people.grace),
            PageVisit(
                "section-empty-waiting", "/sections/{section}/waiting", "/sections/\(school.advisory)/waiting",
                as: people.grace),
            record("record-evidence", "Evidence", "Choosing saves it"),
            record("record-offer", "Offer", "Choosing offers it"),
            record("record-support", "Support", "Choosing saves it"),
            PageVisit("teacher-path", "/learners/{learner}/path", "\(page)/path", as: people.grace),
            PageVisit(
                "teacher-path-first", "/learners/{learner}/path", "/learners/\(school.noah)/path", as: people.grace),
            PageVisit(
                "decide", decide, "/learners/\(school.maya)/competencies/\(competency("R.3"))/decisions",
                as: people.grace),
            PageVisit(
                "decide-again", decide, "/learners/\(school.learners[4])/competencies/\(competency("R.1"))/decisions",
                as: people.grace),
            PageVisit(
                "decide-nothing", decide, "/learners/\(school.noah)/competencies/\(competency("L.3"))/decisions",
                as: people.grace),
            PageVisit(
                "decide-problem", decide, "\(page)/competencies/\(competency("R.1"))/decisions", as: people.grace,
                status: 422
            ) { browser in
                try await browser.press("Record the decision")
                try await browser.expect("This is not saved yet")
            },
            PageVisit(
                "second-reading", readings, "/learners/\(school.maya)/competencies/\(competency("R.3"))/readings",
                as: people.marcus),
            PageVisit("break-glass", "/break-glass", as: people.grace),
            PageVisit("opened-path", "/learners/{learner}/path", "/learners/\(school.leo)/path", as: people.grace),
            PageVisit("break-glass-problem", "/break-glass", as: people.grace, status: 422) { browser in
                try await browser.type("Maya", into: "Which learner")
                try await browser.press("Open the record")
                try await browser.expect("This is not saved yet")
            },
        ]
    }

    private static func learner(_ school: LakesideSchool, _ people: LakesidePeople) async throws -> [PageVisit] {
        let here = "/learners/{learner}"
        let maya = "/learners/\(school.maya)"
        let noah = "/learners/\(school.noah)"
        let amara = "/learners/\(school.learners[1])"
        let about = LakesideFramework.competency("R.3")
        let evidence = try #require(
            try await school.events(.evidence, of: school.maya).first { $0.words["link"] != nil })
        let own = try #require(
            try await school.events(.evidence, of: school.maya).first { $0.assertedBy.role == .learner })
        let offer = try #require(try await school.events(.enrichmentOffered, of: school.maya).last)
        let decision = try #require(try await school.events(.mastery, of: school.maya).first)
        let issue = try #require(try await school.events(.transcriptIssued, of: school.maya).last)
        return [
            PageVisit("home-learner", "/", as: people.maya),
            PageVisit("home-learner-first", "/", as: people.noah),
            PageVisit("path", "\(here)/path", "\(maya)/path", as: people.maya),
            PageVisit("path-first", "\(here)/path", "\(noah)/path", as: people.noah),
            PageVisit("path-long", "\(here)/path", "\(amara)/path", as: people.amara),
            PageVisit("path-as-of", "\(here)/path", "\(maya)/path?as-of=\(school.ago(15))", as: people.maya),
            PageVisit(
                "competency", "\(here)/competencies/{competency}", "\(maya)/competencies/\(about)", as: people.maya),
            PageVisit(
                "competency-first", "\(here)/competencies/{competency}",
                "\(noah)/competencies/\(LakesideFramework.competency("L.3"))", as: people.noah),
            PageVisit("evidence", "\(here)/evidence/{event}", "\(maya)/evidence/\(evidence.id)", as: people.maya),
            PageVisit("add-evidence", "\(here)/evidence", "\(maya)/evidence?competency=\(about)", as: people.maya),
            PageVisit("add-evidence-problem", "\(here)/evidence", "\(maya)/evidence", as: people.maya, status: 422) {
                browser in
                try await browser.type("photos/bus.jpg", into: "Or a link to it")
                try await browser.press("Add it")
                try await browser.expect("This is not saved yet")
            },
            PageVisit(
                "add-reflection", "\(here)/reflections", "\(maya)/reflections?competency=\(about)", as: people.maya),
            PageVisit("set-goal", "\(here)/goals", "\(maya)/goals?competency=\(about)", as: people.maya),
            PageVisit(
                "self-assess", "\(here)/self-assessments", "\(maya)/self-assessments?competency=\(about)",
                as: people.maya),
            PageVisit("ask-support", "\(here)/support-requests", "\(maya)/support-requests", as: people.maya),
            PageVisit(
                "take-back", "\(here)/events/{event}/correction", "\(maya)/events/\(own.id)/correction", as: people.maya
            ),
            PageVisit(
                "voice", "\(here)/decisions/{decision}/voice", "\(maya)/decisions/\(decision.id)/voice", as: people.maya
            ),
            PageVisit("offers", "\(here)/offers", "\(maya)/offers", as: people.maya),
            PageVisit("offers-first", "\(here)/offers", "\(noah)/offers", as: people.noah),
            PageVisit(
                "answer-offer", "\(here)/offers/{offer}/answer", "\(maya)/offers/\(offer.id)/answer", as: people.maya),
            PageVisit("my-transcript", "\(here)/transcript", "\(amara)/transcript", as: people.amara),
            PageVisit("my-transcript-first", "\(here)/transcript", "\(noah)/transcript", as: people.noah),
            PageVisit(
                "my-transcript-preview", "\(here)/transcript/preview", "\(amara)/transcript/preview", as: people.amara),
            PageVisit(
                "my-transcript-issued", "\(here)/transcript/issued/{issue}", "\(maya)/transcript/issued/\(issue.id)",
                as: people.maya),
            PageVisit("seen", "\(here)/seen", "\(maya)/seen", as: people.maya),
        ]
    }

    private static func family(_ school: LakesideSchool, _ people: LakesidePeople) async throws -> [PageVisit] {
        let maya = "/learners/\(school.maya)"
        let offer = try #require(try await school.events(.enrichmentOffered, of: school.maya).last)
        let decision = try #require(try await school.events(.mastery, of: school.maya).last)
        let spanish: @Sendable (Chromium) async throws -> Void = { browser in
            try await browser.press("Español")
            try await browser.expect("Idioma")
        }
        return [
            PageVisit("home-family", "/", as: people.elena),
            PageVisit("children", "/children", as: people.noahsFather),
            PageVisit(
                "family-path-spanish", "/learners/{learner}/path", "\(maya)/path", as: people.elena, steps: spanish),
            PageVisit(
                "family-offer-spanish", "/learners/{learner}/offers/{offer}/answer",
                "\(maya)/offers/\(offer.id)/answer", as: people.elena),
            PageVisit(
                "family-voice-spanish", "/learners/{learner}/decisions/{decision}/voice",
                "\(maya)/decisions/\(decision.id)/voice", as: people.elena),
            PageVisit("family-evidence-spanish", "/learners/{learner}/evidence", "\(maya)/evidence", as: people.elena),
            PageVisit(
                "family-at-home-spanish", "/learners/{learner}/observations", "\(maya)/observations", as: people.elena),
            PageVisit("family-seen-spanish", "/learners/{learner}/seen", "\(maya)/seen", as: people.elena),
            PageVisit("family-transcript", "/learners/{learner}/transcript", "\(maya)/transcript", as: people.elena) {
                browser in
                try await browser.press("English")
                try await browser.expect("Language")
            },
        ]
    }

    private static func registrar(_ school: LakesideSchool, _ people: LakesidePeople) async throws -> [PageVisit] {
        let here = "/transcripts/of/{learner}"
        let amara = "/transcripts/of/\(school.learners[1])"
        let sofia = "/transcripts/of/\(school.learners[5])"
        let issue = try #require(try await school.events(.transcriptIssued, of: school.learners[5]).last)
        let request = try #require(try await school.events(.transcriptRequested, of: school.learners[1]).last)
        return [
            PageVisit("home-registrar", "/", as: people.registrar),
            PageVisit("transcripts", "/transcripts", as: people.registrar),
            PageVisit("transcripts-issued", "/transcripts/issued", as: people.registrar),
            PageVisit("find-learner", "/learners", "/learners?q=to", as: people.registrar),
            PageVisit("find-learner-first", "/learners", as: people.registrar),
            PageVisit("transcript-missing", "\(here)/missing", "\(amara)/missing", as: people.registrar),
            PageVisit("transcript-nothing", here, "/transcripts/of/\(school.noah)", as: people.registrar),
            PageVisit("transcript-preview", here, amara, as: people.registrar),
            PageVisit("transcript-asked-for", here, "\(amara)?request=\(request.id)", as: people.registrar),
            PageVisit("transcript-preview-problem", here, amara, as: people.registrar, status: 422) { browser in
                try await browser.press("Issue")
                try await browser.expect("This is not saved yet")
            },
            PageVisit("transcript-document", "\(here)/document", "\(amara)/document", as: people.registrar),
            PageVisit(
                "transcript-issued", "\(here)/issued/{issue}", "\(sofia)/issued/\(issue.id)", as: people.registrar),
            PageVisit(
                "transcript-revoke", "\(here)/revocation/{issue}", "\(sofia)/revocation/\(issue.id)",
                as: people.registrar),
            PageVisit("disclosures", "/disclosures", as: people.registrar),
        ]
    }

    private static func access(_ school: LakesideSchool, _ people: LakesidePeople) async throws -> [PageVisit] {
        let explain = "/equity/explain?school=\(school.high)&by=language&group=spanish"
        return [
            PageVisit("home-principal", "/", as: people.principal),
            PageVisit("access-schools", "/equity", as: people.analyst),
            PageVisit(
                "access-school", "/equity", "/equity?school=\(school.high)&by=language", as: people.principal),
            PageVisit("access-explain", "/equity/explain", explain, as: people.principal),
            PageVisit(
                "access-people", "/equity/explain/people",
                "/equity/explain/people?school=\(school.high)&by=language&group=spanish", as: people.principal),
            PageVisit(
                "access-without-offer", "/equity/without-offer", "/equity/without-offer?school=\(school.high)",
                as: people.principal),
        ]
    }

    private static func engineer(_ school: LakesideSchool, _ people: LakesidePeople) async throws -> [PageVisit] {
        let list = try await school.service.open("/imports", as: people.engineer)
        let runs = list.text.matches(of: #/\/imports\/[0-9a-f-]{36}/#).map { String($0.output) }
        try #require(runs.count >= 4)
        let token = try #require(try await TokenStore(log: school.service.log).all().first)
        let names = ["import-rejects", "import-refused", "import-tried", "import-done"]
        return [
            PageVisit("home-engineer", "/", as: people.engineer),
            PageVisit("imports", "/imports", as: people.engineer),
            PageVisit("import-new", "/imports/new", as: people.engineer),
            PageVisit("import-new-problem", "/imports/new", as: people.engineer, status: 422) { browser in
                try await browser.press("Bring it in")
                try await browser.expect("This is not saved yet")
            },
            PageVisit("projections", "/projections", as: people.engineer),
            PageVisit("tokens", "/tokens", as: people.engineer),
            PageVisit("token-new", "/tokens/new", as: people.engineer),
            PageVisit("token-issued", "/tokens/new", as: people.engineer) { browser in
                try await browser.type("Library system", into: "Name")
                try await browser.press("see how far the tables are")
                try await browser.press("Issue a token")
                try await browser.expect("wm_")
            },
            PageVisit(
                "token-rotate", "/tokens/{token}/rotation", "/tokens/\(token.id.uuidString.lowercased())/rotation",
                as: people.engineer),
            PageVisit(
                "token-revoke", "/tokens/{token}/revocation", "/tokens/\(token.id.uuidString.lowercased())/revocation",
                as: people.engineer),
            PageVisit("health", "/health", as: people.engineer),
        ] + zip(names, runs).map { PageVisit($0, "/imports/{run}", $1, as: people.engineer) }
    }

    private static func administrator(_ school: LakesideSchool, _ people: LakesidePeople) async throws -> [PageVisit] {
        let accounts = AccountStore(log: school.service.log)
        let rosa = try #require(try await accounts.account(login: "rosa.delgado@lakeside.example"))
        return [
            PageVisit("home-administrator", "/", as: people.administrator),
            PageVisit("accounts", "/accounts", as: people.administrator),
            PageVisit("invite", "/accounts/new", as: people.administrator),
            PageVisit("invite-problem", "/accounts/new", as: people.administrator, status: 422) { browser in
                try await browser.type("Ines Correia", into: "Name")
                try await browser.press("Make the invitation")
                try await browser.expect("This is not saved yet")
            },
            PageVisit("account-of-somebody", "/accounts/{account}", "/accounts/\(rosa.id)", as: people.administrator),
            PageVisit(
                "account-close", "/accounts/{account}/close", "/accounts/\(rosa.id)/close", as: people.administrator),
            PageVisit("reads", "/reads", as: people.administrator),
        ]
    }

    private static func errors(_ school: LakesideSchool, _ people: LakesidePeople) async throws -> [PageVisit] {
        [
            PageVisit("error-404", "/sections", "/nothing-here", as: people.grace, status: 404),
            PageVisit("error-403", "/tokens", as: people.grace, status: 403),
            PageVisit("error-400", "/reads", "/reads?from=tomorrow", as: people.administrator, status: 400),
            PageVisit("problem", "/problems/{sort}", "/problems/not-found", as: .nobody),
        ]
    }
}
