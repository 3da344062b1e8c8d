import LearningRecord

/// Brings what a package holds into the form of CASE 1.1, and gathers what is wrong or does not come along.
struct CASENormaliser {
    /// A step from the top of the package to a part of it.
    private enum Step {
        case member(String)
        case index(Int)
    }

    /// The first problems, as many as an error lists.
    private(set) var problems: [CASEProblem] = []
    /// How many problems there are.
    private(set) var problemCount = 0
    var findings = CASEFindings()
    private(set) var writtenIn = "1.0"
    private var path: [Step] = []

    /// An object in the form of `shape`.
    mutating func object(_ source: JSONObject, _ shape: CASEShape) -> JSONObject {
        var members: [(name: String, value: JSON)] = []
        for member in shape.members {
            let value = within(member.name) { normaliser -> JSON? in
                if let given = source[member.name], given != .null {
                    return normaliser.value(given, member.form, shape)
                }
                if case .version = member.form { return .string("1.1") }
                return member.isRequired ? normaliser.missing(member.name, in: shape, of: source) : nil
            }
            if let value { members.append((member.name, value)) }
        }
        countOthers(source, shape)
        return JSONObject(members)
    }

    /// Goes on inside of a member.
    mutating func within<Value>(_ name: String, _ body: (inout CASENormaliser) -> Value) -> Value {
        path.append(.member(name))
        defer { path.removeLast() }
        return body(&self)
    }

    /// Goes on inside of an element of a list.
    mutating func within<Value>(_ index: Int, _ body: (inout CASENormaliser) -> Value) -> Value {
        path.append(.index(index))
        defer { path.removeLast() }
        return body(&self)
    }

    /// Notes that the part at hand is wrong.
    mutating func problem(_ message: String) {
        problemCount += 1
        guard problems.count < CASEDecoder.listedProblems else { return }
        var place = ""
        for step in path {
            switch step {
            case .member(let name): place += (place.isEmpty ? "" : ".") + CASEName.shown(name)
            case .index(let index): place += "[\(index)]"
            }
        }
        problems.append(CASEProblem(at: place, message))
    }

    private mutating func missing(_ name: String, in shape: CASEShape, of source: JSONObject) -> JSON? {
        if let other = shape.fallbacks[name], let repeated = source[other]?.string {
            CASEName.count("\(shape.name).\(name)", in: &findings.filled)
            return .string(repeated)
        }
        problem("is missing: every \(shape.name) has one")
        return nil
    }

    private mutating func countOthers(_ source: JSONObject, _ shape: CASEShape) {
        for (name, _) in source.members where !shape.members.contains(where: { $0.name == name }) {
            let place = "\(shape.name).\(name)"
            if shape.superseded.contains(name) {
                CASEName.count(place, in: &findings.superseded)
            } else {
                CASEName.count(place, in: &findings.unknown)
            }
        }
    }

    private mutating func value(_ json: JSON, _ form: CASEShape.Form, _ shape: CASEShape) -> JSON? {
        switch form {
        case .text: return text(json).map(JSON.string)
        case .texts: return list(json) { $0.text($1).map(JSON.string) }
        case .identifier: return identifier(json)
        case .dateTime: return dateTime(json)
        case .date: return date(json)
        case .integer: return integer(json)
        case .score: return score(json)
        case .link: return nested(json, .link)
        case .links: return list(json) { $0.nested($1, .link) }
        case .node: return nested(json, .node).map { node($0) }
        case .kind: return kind(json)
        case .targetType: return targetType(json)
        case .version: return version(json)
        case .addition(let ofRubric): return addition(json, ofRubric: ofRubric ? shape.name : nil)
        case .additions: return list(json) { $0.addition($1, ofRubric: shape.name) }
        // CASE 1.0 lets a system write an empty list where it has no definitions.
        case .object(let shape): return json == .array([]) ? nil : nested(json, shape)
        case .objects(let shape): return list(json, single: false) { $0.nested($1, shape) }
        }
    }

    private mutating func nested(_ json: JSON, _ shape: CASEShape) -> JSON? {
        guard let source = json.object else { return wrong(json, "an object: a \(shape.name)") }
        return .object(object(source, shape))
    }

    private mutating func list(
        _ json: JSON, single: Bool = true, _ element: (inout CASENormaliser, JSON) -> JSON?
    ) -> JSON? {
        guard let elements = json.array else {
            guard single else { return wrong(json, "a list") }
            return element(&self, json).map { .array([$0]) }
        }
        var normal: [JSON] = []
        normal.reserveCapacity(elements.count)
        for (index, value) in elements.enumerated() {
            if let value = within(index, { element(&$0, value) }) { normal.append(value) }
        }
        return .array(normal)
    }

    mutating func version(_ json: JSON) -> JSON? {
        guard let text = text(json) else { return nil }
        if text != "1.0" && text != "1.1" { problem("is not 1.0 or 1.1: Waymark reads no other CASE") }
        writtenIn = text
        return .string("1.1")
    }

    /// Notes that the part at hand is of the wrong sort.
    mutating func wrong(_ json: JSON, _ right: String) -> JSON? {
        problem("is \(json.sort) and should be \(right)")
        return nil
    }
}
