import EventLog
import Foundation
import HTTPTypes
import LearningRecord
import Projections
import Testing

@testable import Service

@Suite struct TranscriptPagesTests {
    private struct Desk {
        let service: RunningService
        let small: SmallSchool
        let registrar: Caller

        init(_ service: RunningService) async throws {
            self.service = service
            small = try await SmallSchool(service)
            registrar = try await service.account("rosa", [RoleGrant(role: .registrar, school: small.school)])
            let token = try await service.token()
            _ = try await service.get(
                "/api/v1/learners/\(small.ada)/continuum?atLeast=\(small.position)", as: token)
        }

        var path: String { "/transcripts/of/\(small.ada)" }

        func form(_ page: Answer, recipient: String = "Riverside College") throws -> [(String, String)] {
            [
                ("event", try page.eventID()), ("recipient", recipient), ("class", "post-secondary"),
                ("basis", "learner-request"),
            ]
        }

        func events(_ kind: EventKind) async throws -> [RecordedEvent] {
            try await service.log.read(learners: [small.ada]).values.flatMap(\.self).filter { $0.event.kind == kind }
        }
    }

    @Test func `A transcript is seen as its reader will see it, issued once, and superseded`() async throws {
        try await RunningService.with { service in
            let desk = try await Desk(service)
            let preview = try await service.open(desk.path, as: desk.registrar)
            #expect(preview.status == 200, "\(preview.text)")
            #expect(preview.text.contains("Compare by ratios"))
            #expect(preview.text.contains("Nothing is issued yet"))
            let form = try desk.form(preview)
            async let first = service.submit(form, to: desk.path, as: desk.registrar)
            async let second = service.submit(form, to: desk.path, as: desk.registrar)
            let answers = try await [first, second]
            #expect(answers.map(\.status) == [200, 200])
            let issued = try #require(answers.first { $0.text.contains("is written down") })
            #expect(issued.text.contains("given to Riverside College is written down"), "\(issued.text)")
            // The same form again is the same document.
            #expect(try await service.submit(form, to: desk.path, as: desk.registrar).status == 200)
            #expect(try await desk.events(.transcriptIssued).count == 1)
            let disclosed = try await service.log.open(try await desk.events(.disclosed))
            #expect(disclosed.map { $0.event.words["recipient"] } == ["Riverside College"])
            #expect(disclosed.first?.event.assertedBy.role == .registrar)

            let json = try issued.link(#/\/transcripts\/of\/[^"]*\/json/#)
            let document = try await service.get(json, as: desk.registrar)
            let facts = try #require(try await desk.events(.transcriptIssued).first?.event.facts)
            guard case .transcriptIssued(let told) = facts else { return }
            #expect(TranscriptDocument.digest(ofCanonical: document.text) == told.digest)
            let page = try await service.get(json.replacing("/json", with: "/html"), as: desk.registrar)
            #expect(page[header: "Content-Security-Policy"]?.contains("style-src 'sha256-") ?? false)

            let again = try await service.open(desk.path, as: desk.registrar)
            _ = try await service.submit(try desk.form(again), to: desk.path, as: desk.registrar)
            #expect(try await desk.events(.transcriptSuperseded).count == 1)
            let list = try await service.open("/transcripts/issued", as: desk.registrar)
            #expect(list.text.contains("a later one took its place on"))
            let given = try await service.open("/disclosures", as: desk.registrar)
            #expect(given.text.components(separatedBy: "Riverside College").count == 3)
        }
    }

    @Test func `Who asks that it be sent sees when it was, or why not`() async throws {
        try await RunningService.with { service in
            let desk = try await Desk(service)
            let ada = try await service.account("ada", person: desk.small.ada)
            let mother = try await service.account("mia", person: desk.small.mother)
            let teacher = try await service.account("teo", person: desk.small.teacher)
            let own = "/learners/\(desk.small.ada)/transcript"
            func ask(_ recipient: String, as caller: Caller, _ event: EventID = Page.newEventID()) async throws
                -> Answer
            {
                try await service.submit(
                    [
                        ("event", event.description), ("recipient", recipient), ("class", "employer"),
                        ("note", "by <May>"),
                    ], to: "\(own)/requests", as: caller)
            }
            #expect(try await service.open("/transcripts", as: desk.registrar).text.contains("Asked for") == false)
            let nobody = try await ask("", as: ada)
            #expect(nobody.status == 422 && nobody.text.contains("Say to whom it is given."))
            #expect(nobody.text.contains("<option value=\"employer\" selected>"))
            let id = Page.newEventID()
            for _ in 0..<2 {
                let asked = try await ask("Dunes & Co", as: ada, id)
                #expect(
                    asked.status == 200 && asked.text.contains("The registrar was asked to send it."), "\(asked.text)")
                #expect(asked.text.contains("Dunes &amp; Co, asked on"))
            }
            let byFamily = try await ask("Aunt Ida", as: mother)
            #expect(byFamily.text.contains("Aunt Ida, asked on"))
            #expect(try await ask("Nobody", as: teacher).status == 404)
            let requests = try await desk.events(.transcriptRequested)
            #expect(requests.map(\.event.assertedBy.role) == [.learner, .family])

            // The registrar sees both, and sends one: the form says to whom.
            let list = try await service.open("/transcripts", as: desk.registrar)
            #expect(list.text.contains("Dunes &amp; Co") && list.text.contains("Aunt Ida"))
            #expect(list.text.contains("by &lt;May&gt;"))
            let send = try await service.open("\(desk.path)?request=\(id)", as: desk.registrar)
            #expect(send.text.contains("value=\"Dunes &amp; Co\"") && send.text.contains("The learner asked for it on"))
            let form = try desk.form(send, recipient: "Dunes & Co") + [("request", id.description)]
            for _ in 0..<2 { _ = try await service.submit(form, to: desk.path, as: desk.registrar) }
            let answers = try await desk.events(.transcriptAnswered)
            let issue = try #require(try await desk.events(.transcriptIssued).first).event.id
            #expect(
                answers.map(\.event.facts) == [
                    .transcriptAnswered(TranscriptAnswered(request: id, answer: .sent, transcript: issue))
                ])
            let seen = try await service.open(own, as: ada)
            #expect(seen.text.contains("Sent on") && seen.text.contains("\(own)/issued/\(issue)"))
            // What was sent cannot be taken back by who asked.
            _ = try await service.submit(
                [("event", Page.newEventID().description)], to: "\(own)/requests/\(id)", as: ada)
            #expect(try await desk.events(.transcriptAnswered).count == 1)

            // The other is answered without sending, which wants a reason.
            let other = requests[1].event.id
            let decline = "\(desk.path)/requests/\(other)"
            let empty = try await service.submit(
                [("event", Page.newEventID().description), ("note", "")], to: decline, as: desk.registrar)
            #expect(empty.status == 422 && empty.text.contains("Say why it is not sent."), "\(empty.text)")
            let reason = [("event", Page.newEventID().description), ("note", "Ida may see it at home.")]
            for _ in 0..<2 {
                let done = try await service.submit(reason, to: decline, as: desk.registrar)
                #expect(done.status == 200 && !done.text.contains("Asked for"))
            }
            #expect(try await desk.events(.transcriptAnswered).count == 2)
            let why = try await service.open(own, as: mother)
            #expect(why.text.contains("The registrar says: Ida may see it at home."))

            // A third is taken back before anybody looked.
            let third = Page.newEventID()
            _ = try await ask("Too soon", as: ada, third)
            // What the registrar says of a request is not for who made it to say, by the API either.
            let claim = """
                {"id": "\(UUID().uuidString.lowercased())", "kind": "transcript-answered",
                 "learner": "\(desk.small.ada)", "occurredAt": "2025-11-01T10:00:00Z",
                 "assertedBy": {"role": "learner", "person": "\(desk.small.ada)"},
                 "facts": {"request": "\(third)", "answer": "sent"}}
                """
            for somebody in [ada, mother] {
                let claimed = try await service.send(
                    .post, "/api/v1/events", as: somebody, type: "application/json", body: Array(claim.utf8))
                #expect(claimed.status == 403 && claimed.text.contains("answered by the registrar"), "\(claimed.text)")
            }
            #expect(try await desk.events(.transcriptAnswered).count == 2)
            let back = try await service.submit(
                [("event", Page.newEventID().description)], to: "\(own)/requests/\(third)", as: ada)
            #expect(back.text.contains("Taken back on") && back.text.contains("The request was taken back."))
            #expect(try await !service.open("/transcripts", as: desk.registrar).text.contains("Too soon"))
            let ben = try await service.account("ben", person: desk.small.ben)
            #expect(try await ask("Mine", as: ben).status == 404)
        }
    }

    @Test func `What is missing is said in words, and what was typed is kept`() async throws {
        try await RunningService.with { service in
            let desk = try await Desk(service)
            let missing = try await service.open("\(desk.path)/missing", as: desk.registrar)
            #expect(missing.text.contains("The profile of First School"))
            #expect(missing.text.contains("The family’s voice on N.1"))
            #expect(missing.text.contains("None of this keeps you from issuing it."))
            let ben = try await service.open("/transcripts/of/\(desk.small.ben)/missing", as: desk.registrar)
            #expect(ben.text.contains("A first decision"))
            #expect(!ben.text.contains("None of this keeps you"))

            let preview = try await service.open(desk.path, as: desk.registrar)
            var form = try desk.form(preview, recipient: "")
            form[2].1 = "employer"
            let refused = try await service.submit(form, to: desk.path, as: desk.registrar)
            #expect(refused.status == 422)
            #expect(refused.text.contains("Say to whom it is given."))
            #expect(refused.text.contains("<option value=\"employer\" selected>"))
            #expect(try refused.eventID() == form[0].1)
            #expect(try await desk.events(.transcriptIssued).isEmpty)
            let nothing = try await service.submit(
                try desk.form(preview), to: "/transcripts/of/\(desk.small.ben)", as: desk.registrar)
            #expect(nothing.text.contains("A first decision"))
        }
    }

    @Test func `Who prepared one waits, and it is taken back only with a reason`() async throws {
        try await RunningService.with { service in
            let desk = try await Desk(service)
            #expect(try await service.open("/transcripts", as: desk.registrar).text.contains("No transcript waits"))
            let learner = try await service.account("ada", person: desk.small.ada)
            let body = """
                {"id": "\(UUID().uuidString.lowercased())", "kind": "transcript-prepared", "version": 1,
                 "learner": "\(desk.small.ada)", "occurredAt": "2025-11-01T10:00:00Z", "assertedBy": {"role": "learner", "person": "\(desk.small.ada)"},
                 "facts": {}, "words": {"statement": "I like bridges."}}
                """
            let prepared = try await service.send(
                .post, "/api/v1/events", as: learner, type: "application/json", body: Array(body.utf8))
            #expect(prepared.status < 300, "\(prepared.text)")
            let position = try #require(try await service.log.head() as Int64?)
            _ = try await service.get(
                "/api/v1/learners/\(desk.small.ada)/continuum?atLeast=\(position)", as: try await service.token())
            let waiting = try await service.open("/transcripts", as: desk.registrar)
            #expect(waiting.text.contains("Ada Moreno"))
            #expect(waiting.text.contains("what the learner wants seen first, which is optional"))
            #expect(!waiting.text.contains("the learner’s own words"))

            let preview = try await service.open(desk.path, as: desk.registrar)
            let issued = try await service.submit(try desk.form(preview), to: desk.path, as: desk.registrar)
            #expect(try await service.open("/transcripts", as: desk.registrar).text.contains("No transcript waits"))
            let back = try issued.link(#/\/transcripts\/of\/[^"]*\/revocation\/[^"]*/#)
            let ask = try await service.open(back, as: desk.registrar)
            let event = ("event", try ask.eventID())
            #expect(try await service.submit([event, ("reason", " ")], to: back, as: desk.registrar).status == 422)
            let revoked = try await service.submit(
                [event, ("reason", "It names the wrong school.")], to: back, as: desk.registrar)
            #expect(revoked.text.contains("taken back on"), "\(revoked.text)")
            #expect(try await desk.events(.transcriptRevoked).count == 1)
        }
    }

    @Test func `Transcripts are for the registrar of the learner's school`() async throws {
        try await RunningService.with { service in
            let desk = try await Desk(service)
            let other = try await service.account("olga", [RoleGrant(role: .registrar, school: desk.small.other)])
            let teacher = try await service.account("grace", person: desk.small.teacher)
            let learner = try await service.account("ada", person: desk.small.ada)
            for rest in ["", "/missing", "/document"] {
                #expect(try await service.open(desk.path + rest, as: desk.registrar).status == 200)
                #expect(try await service.open(desk.path + rest, as: other).status == 404)
                #expect(try await service.open(desk.path + rest, as: teacher).status == 403)
                #expect(try await service.open(desk.path + rest, as: learner).status == 403)
            }
            let form = try desk.form(try await service.open(desk.path, as: desk.registrar))
            #expect(try await service.submit(form, to: desk.path, as: other).status == 404)
            #expect(try await service.submit(form, to: desk.path, as: learner).status == 403)
            for path in ["/transcripts", "/transcripts/issued", "/learners", "/disclosures"] {
                #expect(try await service.open(path, as: teacher).status == 403)
            }
            let found = try await service.open("/learners?q=moreno", as: desk.registrar)
            #expect(found.text.contains("Ada Moreno"))
            #expect(!found.text.contains("Cleo"))
            #expect(
                try await service.open("/learners?q=nobody", as: desk.registrar).text.contains("Nobody of that name"))
            let looks = try await ReadLog(log: service.log).looks(at: [desk.small.ada], limit: 20)
            #expect(looks.contains { $0.what == "transcriptPreviewPage" && $0.reader == "Rosa" })
        }
    }
}
