import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord

/// A request that was let through: who asks, by which right, and what for.
struct Visit: Sendable {
    /// The route that it came to.
    let endpoint: Endpoint
    let request: Request
    let context: ServiceContext
    let service: ServiceParts
    /// Who asks; `nil` only where a route is for anyone.
    let principal: Principal?
    /// The right by which the route's learner may be seen.
    let basis: Authority.Basis

    /// The id under which the log of the service has this request.
    var id: String { context.id }

    /// Where the request came from: for limits. Behind a proxy that is trusted, what it says: the last address, which it
    /// added itself.
    var peer: String {
        guard service.configuration.trustsProxy, let forwarded = request.headers[.forwardedFor] else {
            return context.peer
        }
        return forwarded.split(separator: ",").last?.trimmingCharacters(in: .whitespaces) ?? context.peer
    }

    /// Who asks, where the route asks for somebody.
    func someone() throws(Problem) -> Principal {
        guard let principal else { throw Problem(.notSignedIn, "Sign in, or send a token.") }
        return principal
    }

    /// The log of the district of who asks.
    func log() throws(Problem) -> EventLog { service.store.log(of: try someone().district) }

    /// The identifier that a part of the path names.
    func path<Subject>(_ name: String, as: Subject.Type = Subject.self) throws(Problem) -> Identifier<Subject> {
        guard let text = context.parameters.get(name), let id = Identifier<Subject>(text) else { throw .notFound }
        return id
    }

    /// The query.
    var query: Query { Query(request) }
}

/// The parameters of a request's address, read with their names, so that a wrong one is named.
struct Query: Sendable {
    private let items: [(name: String, value: String)]

    /// Reads the part of an address behind its question mark as forms and programs write it
    /// (application/x-www-form-urlencoded, WHATWG URL, section 5.1).
    init(_ request: Request) {
        items = (request.uri.query ?? "").split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.decoded)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
    }

    private static func decoded(_ text: Substring) -> String {
        let spaced = String(text).replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? spaced
    }

    /// Refuses what a route does not know, what stands there twice, and what no text may hold.
    func check(_ known: [Parameter]) throws(Problem) {
        var seen: Set<String> = []
        for item in items {
            guard let parameter = known.first(where: { $0.name == item.name }) else {
                let names = known.map(\.name).joined(separator: ", ")
                throw Problem(
                    .badRequest,
                    "There is no parameter \(item.name.filter { $0.isASCII }.prefix(60)) here"
                        + (names.isEmpty ? ", nor any other." : "; there are \(names)."),
                    members: ["parameter": .string(String(item.name.prefix(60)))])
            }
            guard seen.insert(item.name).inserted || parameter.repeats else {
                throw Problem(
                    .badRequest, "The parameter \(item.name) stands there twice.",
                    members: ["parameter": .string(item.name)])
            }
            // PostgreSQL keeps no text with a NUL, and none is meant.
            if item.value.unicodeScalars.contains("\0") { throw wrong(item.name, "a text without control characters") }
        }
    }

    /// The text of a parameter; `nil` where it is left out or empty.
    func text(_ name: String) -> String? {
        items.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// Every text of a parameter that may stand there several times.
    func texts(_ name: String) -> [String] { items.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

    /// A whole number within bounds.
    func number(_ name: String, in bounds: ClosedRange<Int64>) throws(Problem) -> Int64? {
        guard let text = text(name) else { return nil }
        guard let number = Int64(text), bounds.contains(number) else {
            throw wrong(name, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    /// An identifier.
    func id<Subject>(_ name: String, as: Subject.Type = Subject.self) throws(Problem) -> Identifier<Subject>? {
        guard let text = text(name) else { return nil }
        guard let id = Identifier<Subject>(text) else { throw wrong(name, "a UUID") }
        return id
    }

    /// A day or a moment: of a day, its last moment in UTC.
    func moment(_ name: String) throws(Problem) -> Instant? {
        guard let text = text(name) else { return nil }
        if let instant = Instant(text) { return instant }
        guard let day = CalendarDate(text) else {
            throw wrong(name, "a date such as 2026-06-30, or a date-time with a zone")
        }
        return Instant(
            microseconds: Instant(startOf: CalendarDate(daysSince1970: day.daysSince1970 + 1)).microseconds - 1)
    }

    /// A day.
    func day(_ name: String) throws(Problem) -> CalendarDate? {
        guard let text = text(name) else { return nil }
        guard let day = CalendarDate(text) else { throw wrong(name, "a date such as 2026-06-30") }
        return day
    }

    /// Yes or no.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch text(name) {
        case nil, "false": false
        case "true": true
        default: throw wrong(name, "true or false")
        }
    }

    /// One of some words.
    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String, as: Value.Type = Value.self
    ) throws(Problem) -> Value? {
        guard let text = text(name) else { return nil }
        guard let value = Value(rawValue: text) else {
            throw wrong(name, "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return value
    }

    func wrong(_ name: String, _ wanted: String) -> Problem {
        Problem(.badRequest, "The parameter \(name) must be \(wanted).", members: ["parameter": .string(name)])
    }
}
