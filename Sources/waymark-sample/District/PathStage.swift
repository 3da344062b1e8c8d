/// Where a learner stands on the way to a decision about one competency.
enum PathStage {
    case goal, attempt, furtherAttempt, firstEvidence, ownView, secondEvidence, decision, review
    /// Everything of the framework is demonstrated: the work goes on.
    case practice
}
