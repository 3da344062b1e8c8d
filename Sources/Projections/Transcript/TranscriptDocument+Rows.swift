import LearningRecord
import ReferenceData

extension TranscriptDocument {
    init(
        lines: [TranscriptLine], choices: TranscriptChoices?, presences: [AccessPresence], opened: [Int64: Words],
        sources: TranscriptSources, district: String, madeOn: CalendarDate
    ) {
        let unknownSchool = School(name: "A school that is not in the district’s list any more", profile: nil)
        // The newest first, since that is where a reader begins.
        let ordered = presences.sorted { ($0.startsOn, $0.enrolment) > ($1.startsOn, $1.enrolment) }
        learner = sources.name ?? "A learner whose name is not kept"
        self.district = district
        attendances = ordered.map {
            Attendance(school: (sources.schools[$0.school] ?? unknownSchool).name, from: $0.startsOn, to: $0.endsOn)
        }
        self.madeOn = madeOn
        meaning = sources.settings.meaning ?? Self.defaultMeaning
        highlights = (choices?.highlights ?? []).map { Highlight(opened[$0] ?? [:]) }
        statement = choices.flatMap { opened[$0.prepared]?["statement"] }
        areas = Self.areas(lines, sources)
        levels = Self.levels(lines, sources.words)
        var named: [SchoolID] = []
        for presence in ordered where !named.contains(presence.school) { named.append(presence.school) }
        schools = named.compactMap { sources.schools[$0] }
    }

    /// By the district's credit areas where it has said what they are, else by the topmost items of the frameworks.
    private static func areas(_ lines: [TranscriptLine], _ sources: TranscriptSources) -> [Area] {
        sources.settings.areas.isEmpty
            ? topmost(lines, sources.words) : configured(lines, sources.words, sources.settings)
    }

    /// A line stands in each area toward which it counts.
    private static func configured(
        _ lines: [TranscriptLine], _ words: FrameworkWords, _ settings: TranscriptSettings
    ) -> [Area] {
        let ordered = lines.sorted { words.precedes($0.competency, $1.competency) }
        let counted = ordered.map { settings.areas(of: words.lineage($0.competency)).map(\.name) }
        func area(_ name: String, _ counts: ([String]) -> Bool) -> Area? {
            let lines = zip(ordered, counted).filter { counts($1) }.map { Line($0.0, words) }
            return lines.isEmpty ? nil : Area(name: name, lines: lines)
        }
        return settings.areas.compactMap { configured in area(configured.name) { $0.contains(configured.name) } }
            + [area(otherLearning) { $0.isEmpty }].compactMap(\.self)
    }

    private static let otherLearning = "Other learning"

    private static func topmost(_ lines: [TranscriptLine], _ words: FrameworkWords) -> [Area] {
        var areas: [(id: CompetencyID?, area: Area)] = []
        for line in lines.sorted(by: { words.precedes($0.competency, $1.competency) }) {
            let id = words.area(line.competency)
            if let index = areas.firstIndex(where: { $0.id == id }) {
                areas[index].area.lines.append(Line(line, words))
            } else {
                let name = id.flatMap { words[$0] }?.title ?? otherLearning
                areas.append((id, Area(name: name, lines: [Line(line, words)])))
            }
        }
        return areas.map(\.area)
    }

    /// The levels that occur and have a description, in the order of their names: not one of worth.
    private static func levels(_ lines: [TranscriptLine], _ words: FrameworkWords) -> [NamedWords] {
        let used = lines.map { line in
            words.name(
                line.level, in: words.scale(line.competency, citing: line.cited, criterion: line.criterion))
        }
        let described = used.compactMap { level in
            level.description.map { NamedWords(name: level.name, description: $0) }
        }
        return Set(described).sorted { ($0.name, $0.description) < ($1.name, $1.description) }
    }
}

extension TranscriptDocument.Highlight {
    fileprivate init(_ words: Words) {
        title = words["title"] ?? "A piece of evidence"
        narrative = words["narrative"]
        link = words["link"]
    }
}

extension TranscriptDocument.Line {
    fileprivate init(_ line: TranscriptLine, _ words: FrameworkWords) {
        let known = words[line.competency]
        let version = line.cited ?? words.home(of: line.competency)
        let shown = words.name(
            line.level, in: words.scale(line.competency, citing: line.cited, criterion: line.criterion))
        competency = line.competency
        code = known?.code
        title = known?.title ?? words.statement(line.competency)
        statement = words.statement(line.competency)
        level = shown.name
        criterion = shown.description
        framework = version.flatMap { words.frameworks[$0]?.title }
        frameworkVersion = line.frameworkVersion
        decidedOn = line.decidedAt.date
        contexts = line.contexts
        secondReading =
            switch line.secondReadingBlind {
            case nil: .none
            case .some(false): .informed
            case .some(true): .independent
            }
    }
}
