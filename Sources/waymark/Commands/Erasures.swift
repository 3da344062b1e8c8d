import ArgumentParser

/// `waymark erasures`.
struct Erasures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erasures", abstract: "The list of erasures: keep it outside, and repeat it after a restore.",
        discussion: """
            A record that was restored from an older copy has learners in it who were erased since. Waymark knows from \
            the keys' side (the key database, or the register beside the master key) and shows nothing until they are \
            erased again.

            EXAMPLE
              waymark erasures export erasures.jsonl
              waymark erasures replay

            NEXT
              `waymark verify` shows that the restored log is whole.
            """,
        subcommands: [ErasuresExport.self, ErasuresReplay.self])
}
