import LearningRecord

extension TranscriptDocument {
    init(
        lines: [TranscriptLine], choices: TranscriptChoices?, presences: [AccessPresence], opened: [Int64: Words],
        sources: TranscriptSources, district: String, madeOn: CalendarDate, settings: Settings
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
        meaning = settings.meaning
        highlights = (choices?.highlights ?? []).map { Highlight(opened[$0] ?? [:]) }
        statement = choices.flatMap { opened[$0.prepared]?["statement"] }
        areas = Self.areas(lines, sources.words)
        levels = Self.levels(lines, sources.words)
        var named: [SchoolID] = []
        for presence in ordered where !named.contains(presence.school) { named.append(presence.school) }
        schools = named.compactMap { sources.schools[$0] }
    }

    private static func areas(_ lines: [TranscriptLine], _ words: FrameworkWords) -> [Area] {
        var areas: [(id: CompetencyID?, area: Area)] = []
        for line in lines.sorted(by: { words.precedes($0.competency, $1.competency) }) {
            let id = words.area(line.competency)
            if let index = areas.firstIndex(where: { $0.id == id }) {
                areas[index].area.lines.append(Line(line, words))
            } else {
                let name = id.flatMap { words[$0] }?.title ?? "Other learning"
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
