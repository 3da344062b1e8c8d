import ArgumentParser

/// `waymark access-request`.
struct AccessRequests: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access-request", abstract: "Requests of families and learners to see the record.",
        discussion: """
            While a request is open, nothing of that learner's record is destroyed: not by a retention run, and not \
            by an erasure (34 CFR 99.10(e)). It is to be answered within 45 days (99.10(b)).

            EXAMPLE
              waymark access-request open "Ada Moreno" --requester family
              waymark access-request list
              waymark access-request close "Ada Moreno" --answer shown

            NEXT
              `waymark learner LEARNER --words` shows what there is to show.
            """,
        subcommands: [AccessRequestOpen.self, AccessRequestClose.self, AccessRequestList.self])
}
