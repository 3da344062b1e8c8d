import Hummingbird

/// The pages of those who teach: their sections, recording for many, deciding, and a record outside of their sections.
enum TeacherRoutes {
    static let all = sections + recording + decisions + BreakGlass.routes

    private static let sections = [
        Endpoint("sections", .get, "/sections", .signedIn) { try await TeacherHome.show($0) },
        Endpoint("section", .get, "/sections/{section}", .section) { visit in
            let section = try await OpenSection(visit, what: "section")
            var list = try await SectionList(section, .need)
            list.notice = try await SavedNotice.html(section)
            return list.answer()
        },
        Endpoint("sectionByName", .get, "/sections/{section}/by-name", .section) { visit in
            let section = try await OpenSection(visit, what: "sectionByName")
            var list = try await SectionList(section, .name)
            list.notice = try await SavedNotice.html(section)
            return list.answer()
        },
        Endpoint("sectionNews", .get, "/sections/{section}/news", .section, deadline: nil) {
            try await SectionNews.follow($0)
        },
        Endpoint("sectionWithoutOffer", .get, "/sections/{section}/without-offer", .section) {
            try await WithoutOffer.show($0)
        },
        Endpoint("sectionWaiting", .get, "/sections/{section}/waiting", .section) {
            try await WaitingForSupport.show($0)
        },
    ]

    private static let recording = [
        Endpoint("recordInSection", .post, "/sections/{section}/record", .section) {
            try await SectionRecording.record($0)
        },
        Endpoint("recordEvidence", .post, "/sections/{section}/record/evidence", .section) {
            try await SectionEvidenceForm.save($0)
        },
        Endpoint("recordOffer", .post, "/sections/{section}/record/offer", .section) {
            try await SectionOfferForm.save($0)
        },
        Endpoint("recordSupport", .post, "/sections/{section}/record/support", .section) {
            try await SectionSupportForm.save($0)
        },
        Endpoint("giveSupport", .post, "/sections/{section}/waiting", .section) {
            try await WaitingForSupport.give($0)
        },
        Endpoint("recordOfOne", .post, "/learners/{learner}/record", .record(.decide), isAudited: false) {
            try await SectionRecording.recordOfOne($0)
        },
        Endpoint("takeBackInSection", .post, "/sections/{section}/take-back", .section) {
            try await SavedNotice.takeBack($0)
        },
    ]

    private static let decisions = [
        Endpoint("decidePage", .get, "/learners/{learner}/competencies/{competency}/decisions", .record(.decide)) {
            try await DecidePage.show($0)
        },
        Endpoint(
            "decide", .post, "/learners/{learner}/competencies/{competency}/decisions", .record(.decide),
            isAudited: false
        ) { try await DecidePage.decide($0) },
        Endpoint(
            "hearVoices", .post, "/learners/{learner}/competencies/{competency}/voices", .record(.decide),
            isAudited: false
        ) { try await HeardVoices.save($0) },
        Endpoint("readingPage", .get, "/learners/{learner}/competencies/{competency}/readings", .record(.decide)) {
            try await BlindReading.show($0)
        },
        Endpoint(
            "saveReading", .post, "/learners/{learner}/competencies/{competency}/readings", .record(.decide),
            isAudited: false
        ) { try await BlindReading.save($0) },
    ]
}
