import Foundation
import TestSupport

/// A CASE package, read without the product's decoder: what a test expects must not come from what it tests.
struct RawFramework {
    /// The state consortium's mathematics.
    static let sbac = "data/case/sbac-math-content-spec.case10.json"

    /// The identifier of the framework.
    let identifier: String
    /// The identifiers of its items, as listed.
    let items: [String]
    /// What each item is called: its code, else what it says.
    let titles: [String: String]
    /// Pairs of items of this package of which one precedes the other, each once.
    let precedes: Set<Pair>
    /// How many associations of each type there are, also to things outside.
    let counts: [String: Int]

    /// One item before another.
    struct Pair: Hashable {
        let first, then: String
    }

    /// What a learner comes to next: not demonstrated, and preceded by something that is.
    struct Step: Hashable {
        let item: String
        /// What leads there and is demonstrated, and what is not, by title.
        let after, open: Set<String>
    }

    init(_ file: URL) throws {
        let package = try JSONDecoder().decode(Package.self, from: Data(contentsOf: file))
        identifier = package.CFDocument.identifier
        items = package.CFItems.map(\.identifier)
        titles = Dictionary(
            uniqueKeysWithValues: package.CFItems.map { ($0.identifier, $0.humanCodingScheme ?? $0.fullStatement) })
        let all = Set(items)
        precedes = Set(
            package.CFAssociations.filter { $0.associationType == "precedes" }
                .map { Pair(first: $0.originNodeURI.identifier, then: $0.destinationNodeURI.identifier) }
                .filter { all.contains($0.first) && all.contains($0.then) })
        counts = Dictionary(grouping: package.CFAssociations, by: \.associationType).mapValues(\.count)
    }

    /// What comes next for a learner who has demonstrated these items. The package has no circle of `precedes`.
    func next(after demonstrated: Set<String>) -> Set<Step> {
        let reached = Set(precedes.filter { demonstrated.contains($0.first) }.map(\.then)).subtracting(demonstrated)
        return Set(
            reached.map { item in
                let before = Set(precedes.filter { $0.then == item }.map(\.first))
                return Step(
                    item: item, after: Set(before.intersection(demonstrated).compactMap { titles[$0] }),
                    open: Set(before.subtracting(demonstrated).compactMap { titles[$0] }))
            })
    }

    private struct Package: Decodable {
        let CFDocument: Document
        let CFItems: [Item]
        let CFAssociations: [Association]
    }

    private struct Document: Decodable {
        let identifier: String
    }

    private struct Item: Decodable {
        let identifier, fullStatement: String
        let humanCodingScheme: String?
    }

    private struct Association: Decodable {
        let associationType: String
        let originNodeURI, destinationNodeURI: Document
    }
}
