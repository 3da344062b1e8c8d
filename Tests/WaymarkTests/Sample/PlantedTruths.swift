import LearningRecord

/// What a sample's `truths.json` says, as one line of text for each number, so that two sources can be compared.
struct PlantedTruths {
    let root: JSON

    init(_ text: String) throws {
        root = try JSONReader.read(Array(text.utf8))
    }

    private var counted: [JSON] { root["counted"]?.array ?? [] }
    private var terms: [JSON] { counted.filter { $0["sections"] != nil } }

    /// School, term, dimension, group, form, then the six counts.
    var access: Set<String> {
        lines(counted, "access") { cell in
            ["dimension", "group", "form"].map { cell[$0]?.string ?? "?" }
                + ["enrolled", "offered", "accepted", "started", "completed", "neverOffered"].map { number(cell, $0) }
        }
    }

    /// School, term, language, then learners with an offer, and the fewest, the middle and the most days to the first.
    var firstOffers: Set<String> {
        lines(terms, "firstOffers") { offer in
            [offer["language"]?.string ?? "?"]
                + ["learners", "fewestDays", "middleDays", "mostDays"].map { number(offer, $0) }
        }
    }

    /// Section, competencies demonstrated before the term, learners.
    var sections: Set<String> {
        var lines: Set<String> = []
        for section in terms.flatMap({ $0["sections"]?.array ?? [] }) {
            for before in section["before"]?.array ?? [] {
                lines.insert(
                    [
                        section["section"]?.string ?? "?", number(before, "demonstrated"), number(before, "learners"),
                    ].joined(separator: "|"))
            }
        }
        return lines
    }

    /// School, term, learners with a decision.
    var decisions: Set<String> {
        Set(
            terms.map {
                [$0["school"]?.string ?? "?", $0["term"]?.string ?? "?", number($0, "withDecision")]
                    .joined(separator: "|")
            })
    }

    /// The schools by the name of what is planted there.
    var schools: [String: String] {
        let pairs = (root["schools"]?.array ?? []).compactMap { school -> (String, String)? in
            guard let truth = school["truth"]?.string, let name = school["name"]?.string else { return nil }
            return (truth, name)
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private func lines(_ places: [JSON], _ list: String, _ fields: (JSON) -> [String]) -> Set<String> {
        Set(
            places.flatMap { place in
                (place[list]?.array ?? []).map { one in
                    ([place["school"]?.string ?? "?", place["term"]?.string ?? "?"] + fields(one))
                        .joined(separator: "|")
                }
            })
    }

    private func number(_ value: JSON, _ name: String) -> String { value[name]?.integer.map { "\($0)" } ?? "?" }
}
