/// The pages of a learner's record: for the learner, the family, and whoever else may see it.
enum LearnerPages {
    static let all: [Endpoint] =
        [PathPage.route, PathNews.route, CompetencyPage.route, EvidencePage.route, FilePage.route, OffersPage.route]
        + GoalForm.all + SelfAssessmentForm.all + ReflectionForm.all + SupportForm.all + VoiceForm.all
        + TakeBackForm.all
        + EvidenceForm.all + AnswerForm.all + SeenPage.all + LearnerTranscriptPage.all + [ChildrenPage.route]
}
