import Crypto
import Foundation
public import LearningRecord

extension TranscriptDocument {
    /// The canonical form: the JSON form, indented, with a line's end. It is what an issued transcript keeps, and what the
    /// digest of one is of.
    public var canonical: String { JSONWriter.pretty(json) + "\n" }

    /// SHA-256 of a canonical form.
    public static func digest(ofCanonical text: String) -> LearningRecord.Digest? {
        LearningRecord.Digest(bytes: Array(SHA256.hash(data: Data(text.utf8))))
    }

    /// Reads a canonical form; `nil` when `text` is none that this version of Waymark can read.
    public init?(canonical text: String) {
        guard let json = try? JSONReader.read(Array(text.utf8)) else { return nil }
        self.init(json)
    }

    private init?(_ json: JSON) {
        // Documents from before there was a choice say nothing of it.
        guard let layout = Layout(rawValue: json["layout"]?.string ?? Layout.plain.rawValue),
            let learner = json["learner"]?.string, let district = json["district"]?.string,
            let madeOn = json["madeOn"]?.string.flatMap({ CalendarDate($0) }), let meaning = json["meaning"]?.string,
            let attendances = json["attended"]?.list(Attendance.init),
            let highlights = json["highlights"]?.list(Highlight.init), let areas = json["areas"]?.list(Area.init),
            let levels = json["levels"]?.list(NamedWords.init), let schools = json["schools"]?.list(School.init)
        else { return nil }
        self.init(
            layout: layout, learner: learner, district: district, attendances: attendances, madeOn: madeOn,
            meaning: meaning, highlights: highlights, statement: json["learnersStatement"]?.string, areas: areas,
            levels: levels, schools: schools)
    }
}

extension JSON {
    /// Every element read; `nil` when this is no list, or one element cannot be read.
    fileprivate func list<Element>(_ read: (JSON) -> Element?) -> [Element]? {
        guard let array else { return nil }
        let elements = array.compactMap(read)
        return elements.count == array.count ? elements : nil
    }
}

extension TranscriptDocument.Attendance {
    fileprivate init?(_ json: JSON) {
        guard let school = json["school"]?.string, let from = json["from"]?.string.flatMap({ CalendarDate($0) }) else {
            return nil
        }
        self.init(school: school, from: from, to: json["to"]?.string.flatMap { CalendarDate($0) })
    }
}

extension TranscriptDocument.Highlight {
    fileprivate init?(_ json: JSON) {
        guard let title = json["title"]?.string else { return nil }
        self.init(title: title, narrative: json["narrative"]?.string, link: json["link"]?.string)
    }
}

extension TranscriptDocument.Area {
    fileprivate init?(_ json: JSON) {
        guard let name = json["name"]?.string,
            let lines = json["demonstrated"]?.list(TranscriptDocument.Line.init)
        else { return nil }
        self.init(name: name, lines: lines)
    }
}

extension TranscriptDocument.Line {
    fileprivate init?(_ json: JSON) {
        guard let competency = json["competency"]?.string.flatMap({ CompetencyID($0) }),
            let title = json["title"]?.string, let statement = json["statement"]?.string,
            let level = json["level"]?.string,
            let decidedOn = json["decidedOn"]?.string.flatMap({ CalendarDate($0) }),
            let contexts = json["contexts"]?.list(\.string),
            let reading = json["secondReading"]?.string.flatMap({ TranscriptDocument.SecondReading(rawValue: $0) })
        else { return nil }
        self.init(
            competency: competency, code: json["code"]?.string, title: title, statement: statement, level: level,
            criterion: json["criterion"]?.string,
            framework: json["framework"]?.string, frameworkVersion: json["frameworkVersion"]?.integer,
            decidedOn: decidedOn, contexts: contexts, secondReading: reading)
    }
}

extension TranscriptDocument.NamedWords {
    fileprivate init?(_ json: JSON) {
        guard let name = json["name"]?.string, let description = json["description"]?.string else { return nil }
        self.init(name: name, description: description)
    }
}

extension TranscriptDocument.School {
    fileprivate init?(_ json: JSON) {
        guard let name = json["name"]?.string else { return nil }
        self.init(name: name, profile: json["profile"]?.string)
    }
}
