import LearningRecord

/// The framework of an invented district (CASE 1.1), with its own identifiers for each seed.
struct DistrictFramework {
    private enum Part: UInt64 { case document, area, item, association, rubric, criterion, level }
    private static let title = "Ratio, modelling and inquiry: a sample continuum"

    private let seed: UInt64
    private let changedAt: JSON

    init(_ options: DistrictOptions) {
        seed = options.seed
        changedAt = .string("\(options.firstYear)-07-01T09:00:00+00:00")
    }

    /// The identifier of the framework.
    var id: String { id(.document, 0) }

    /// The identifier of a competency, by its place in ``SampleCompetency/all``.
    func competency(_ place: Int) -> String { id(.item, place) }

    /// The criterion of a competency.
    func criterion(_ place: Int) -> String { id(.criterion, place) }

    /// The package as JSON.
    var text: String {
        var document = object(.document, 0)
        document["creator"] = .string("Waymark sample district")
        document["title"] = .string(Self.title)
        document["description"] = .string("An invented framework for trying out Waymark. It belongs to no authority.")
        document["language"] = .string("en")
        document["adoptionStatus"] = .string("Draft")
        document["caseVersion"] = .string("1.1")
        document["frameworkType"] = .string("Continuum")
        let package: JSONObject = [
            "CFDocument": .object(document), "CFItems": .array(items), "CFAssociations": .array(associations),
            "CFRubrics": .array([.object(rubric)]),
        ]
        return JSONWriter.pretty(.object(package)) + "\n"
    }

    private var items: [JSON] {
        SampleCompetency.areas.enumerated().map { place, area in
            item(.area, place, code: area.0, short: area.1, statement: area.2, type: "Strand")
        }
            + SampleCompetency.all.enumerated().map { place, one in
                item(.item, place, code: one.code, short: one.short, statement: one.statement, type: "Competency")
            }
    }

    private func item(
        _ part: Part, _ place: Int, code: String, short: String, statement: String, type: String
    ) -> JSON {
        var item = object(part, place)
        item["humanCodingScheme"] = .string(code)
        item["abbreviatedStatement"] = .string(short)
        item["fullStatement"] = .string(statement)
        item["CFItemType"] = .string(type)
        item["language"] = .string("en")
        return .object(item)
    }

    private var associations: [JSON] {
        var all: [JSON] = []
        func add(_ kind: String, _ origin: JSON, _ destination: JSON, number: Int? = nil) {
            var one = object(.association, all.count)
            one["associationType"] = .string(kind)
            if let number { one["sequenceNumber"] = .number("\(number)") }
            one["originNodeURI"] = origin
            one["destinationNodeURI"] = destination
            all.append(.object(one))
        }
        for (place, area) in SampleCompetency.areas.enumerated() {
            add("isChildOf", node(.area, place, area.1), node(.document, 0, Self.title), number: place + 1)
        }
        for (place, one) in SampleCompetency.all.enumerated() {
            let area = SampleCompetency.areas[one.area].1
            add("isChildOf", node(.item, place, one.short), node(.area, one.area, area), number: place + 1)
        }
        for (place, one) in SampleCompetency.all.enumerated() {
            for before in one.follows {
                let short = SampleCompetency.all[before].short
                add("precedes", node(.item, before, short), node(.item, place, one.short))
            }
        }
        return all
    }

    private var rubric: JSONObject {
        var rubric = object(.rubric, 0)
        rubric["title"] = .string("What each level looks like")
        rubric["CFRubricCriteria"] = .array(
            SampleCompetency.all.enumerated().map { place, one in
                var criterion = object(.criterion, place)
                criterion["category"] = .string(one.code)
                criterion["description"] = .string(one.short)
                criterion["CFItemURI"] = node(.item, place, one.short)
                criterion["position"] = .number("\(place + 1)")
                criterion["rubricId"] = .string(id(.rubric, 0))
                criterion["CFRubricCriterionLevels"] = .array(levels(of: place))
                return .object(criterion)
            })
        return rubric
    }

    private func levels(of place: Int) -> [JSON] {
        SampleCompetency.levels.enumerated().map { step, name in
            var level = object(.level, place * SampleCompetency.levels.count + step)
            level["quality"] = .string(name.0)
            level["description"] = .string(name.1)
            level["position"] = .number("\(step + 1)")
            level["rubricCriterionId"] = .string(criterion(place))
            return .object(level)
        }
    }

    private func object(_ part: Part, _ place: Int) -> JSONObject {
        [
            "identifier": .string(id(part, place)), "uri": .string(uri(part, place)), "lastChangeDateTime": changedAt,
        ]
    }

    private func node(_ part: Part, _ place: Int, _ title: String) -> JSON {
        .object([
            "title": .string(title), "identifier": .string(id(part, place)), "uri": .string(uri(part, place)),
        ])
    }

    private func uri(_ part: Part, _ place: Int) -> String {
        let path =
            switch part {
            case .document: "CFDocuments"
            case .area, .item: "CFItems"
            case .association: "CFAssociations"
            case .rubric: "CFRubrics"
            case .criterion: "CFRubricCriteria"
            case .level: "CFRubricCriterionLevels"
            }
        return "https://sample.invalid/case/\(path)/\(id(part, place))"
    }

    private func id(_ part: Part, _ place: Int) -> String {
        let index = part.rawValue << 32 | UInt64(place)
        return EventReference(
            random: (SplitMix64.bits(2 * index, key: seed), SplitMix64.bits(2 * index + 1, key: seed))
        ).text
    }
}
