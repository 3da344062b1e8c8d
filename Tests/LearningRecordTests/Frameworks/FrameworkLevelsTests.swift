import Foundation
import LearningRecord
import Testing

@Suite("Names of levels")
struct FrameworkLevelsTests {
    private func scale(_ names: String...) -> LevelScale {
        LevelScale(
            names.enumerated().compactMap { place, name in Level(place + 1).map { NamedLevel(level: $0, name: name) } })
    }

    private func level(_ ordinal: Int) throws -> Level { try #require(Level(ordinal)) }

    @Test("come from the criterion cited, else the competency's own, else the whole framework's, else the district's")
    func nearestFirst() throws {
        let competency = CompetencyID(UUID())
        let own = FrameworkLevels.Criterion(
            id: CriterionID(UUID()), competency: competency, scale: scale("seed", "sprout"))
        let second = FrameworkLevels.Criterion(
            id: CriterionID(UUID()), competency: competency, scale: scale("spark", "flame"))
        let whole = FrameworkLevels.Criterion(id: CriterionID(UUID()), competency: nil, scale: scale("near", "far"))
        let first = try level(1)
        let levels = FrameworkLevels(criteria: [own, second, whole])
        #expect(levels.scale(for: competency, criterion: second.id).name(of: first) == "spark")
        #expect(levels.scale(for: competency).name(of: first) == "seed")
        #expect(levels.criterion(for: competency) == own.id)
        #expect(levels.scale(for: CompetencyID(UUID())).name(of: first) == "near")
        #expect(levels.criterion(for: CompetencyID(UUID())) == whole.id)
        let bare = FrameworkLevels(criteria: [own])
        #expect(bare.scale(for: CompetencyID(UUID())).name(of: first) == "beginning")
        #expect(bare.criterion(for: CompetencyID(UUID())) == nil)
    }

    @Test("stand lowest first, each with what follows; the last is followed by nothing yet")
    func order() throws {
        let scale = LevelScale.default
        let places = try (1...5).map(level)
        #expect(scale.levels.map(\.name) == ["beginning", "developing", "demonstrating", "extending"])
        #expect(scale.levels.allSatisfy { $0.description != nil })
        #expect(scale.next(after: nil)?.name == "beginning")
        #expect(scale.next(after: places[1])?.name == "demonstrating")
        #expect(scale.next(after: places[3]) == nil)
        #expect(scale.name(of: places[4]) == nil)
    }
}
