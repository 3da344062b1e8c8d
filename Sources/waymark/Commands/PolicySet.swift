import ArgumentParser
import EventLog
import LearningRecord
import ReferenceData

/// `waymark policy set`.
struct PolicySet: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set a version of the policy, from a JSON file.",
        discussion: """
            The file is described in Docs/policies.md; what it leaves out is as in default-1. It holds from \
            "inForceFrom" on, or from now. Decisions that were made keep citing the version of their day. A version that \
            exists is never changed.

            EXAMPLE
              waymark policy show --json > policy.json
              waymark policy set policy.json
              echo '{"version": "spring-2027", "pieces": 3}' | waymark policy set -

            NEXT
              `waymark policy show` says what holds now.
            """)

    @Argument(help: "The file, or - for standard input.")
    var file: String
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let bytes = try InputFile.bytes(of: file)
        try await Site.work(in: district) { _, log in
            let json: JSON
            do {
                json = try JSONReader.read(bytes)
            } catch {
                throw Failure.refused("the policy is not JSON: \(error)", advice: Self.advice)
            }
            let tenant = log.district.tenant
            let policy: MasteryPolicy
            do {
                policy = try MasteryPolicy(json: json, now: Clock.now())
            } catch {
                throw Failure.refused("the policy is refused: \(error)", advice: Self.advice)
            }
            let startsNow = json["inForceFrom"] == nil
            let (refusal, set) = try await log.transaction { session in
                (
                    try PolicyStore.set(session, tenant: tenant, policy, startsNow: startsNow),
                    try PolicyStore.policies(session, tenant: tenant).first { $0.version == policy.version }
                )
            }
            if let refusal { throw Self.failure(refusal, policy) }
            let stored = set ?? policy
            if answer.json { return try Output.json(stored.json) }
            try Output.pairs(
                [("Policy", "\(stored.version), from \(Cell.shown(stored.inForceFrom)) on")] + PolicyWords.lines(stored)
            )
        }
    }

    private static let advice =
        "`waymark policy show --json` writes one; Docs/policies.md says what each field means."

    private static func failure(_ refusal: PolicyStore.Refusal, _ policy: MasteryPolicy) -> Failure {
        switch refusal {
        case .versionExists:
            .refused(
                "the version \"\(policy.version)\" exists and says otherwise: a version is never changed",
                advice: "Give it another name in \"version\".")
        case .notForward(let now):
            .refused(
                "inForceFrom: \(Cell.shown(policy.inForceFrom)) has passed; it is \(Cell.shown(now))",
                advice: "A policy holds forward only: leave inForceFrom out for now, or name a time to come.")
        case .sameStart(let other):
            .refused(
                "inForceFrom: the version \"\(other)\" begins at the same time", advice: "Choose another time.")
        }
    }
}
