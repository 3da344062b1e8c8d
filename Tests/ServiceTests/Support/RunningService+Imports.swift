import Foundation
import HTTPTypes
import LearningRecord
import Testing

@testable import Service

extension RunningService {
    /// Asks for an import; answers the address of its run.
    func askForImport(
        _ what: String, _ type: String, _ body: [UInt8], as caller: Caller
    ) async throws -> String {
        let answer = try await send(.post, "/api/v1/imports/\(what)", as: caller, type: type, body: body)
        try #require(answer.status == 202, "\(answer.text)")
        let location = try #require(answer[header: "Location"])
        #expect(try answer.json()["location"] == .string(location))
        return location
    }

    /// Waits for the end of an import.
    func waitForImport(_ location: String, as caller: Caller) async throws -> JSON {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let json = try await get(location, as: caller).json()
            if json["finishedAt"] != nil { return json }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw CancellationError()
    }

    /// Imports something and waits for its end.
    func importAndWait(_ what: String, _ type: String, _ body: [UInt8], as caller: Caller) async throws -> JSON {
        try await waitForImport(try await askForImport(what, type, body, as: caller), as: caller)
    }

    /// A small school of OneRoster 1.1, zipped, with learners named by their numbers.
    static func roster(learners: Int, wrong: Bool = false) throws -> [UInt8] {
        let numbers = 1...learners
        var zip = ZipFile()
        zip.add(
            "manifest.csv",
            "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n"
                + ["academicSessions", "classes", "courses", "demographics", "enrollments", "orgs", "users"]
                .map { "file.\($0),bulk\n" }.joined()
                + ["categories", "classResources", "courseResources", "lineItems", "resources", "results"]
                .map { "file.\($0),absent\n" }.joined())
        zip.add("orgs.csv", "sourcedId,name,type\nsch,Hill High,school\n")
        zip.add(
            "academicSessions.csv",
            "sourcedId,title,type,startDate,endDate,schoolYear\nt1,Autumn,term,2025-08-01,2025-12-31,2026\n")
        zip.add("courses.csv", "sourcedId,title,orgSourcedId\nc1,Patterns,sch\n")
        zip.add(
            "classes.csv",
            "sourcedId,title,courseSourcedId,classType,schoolSourcedId,termSourcedIds\nk1,Patterns A,c1,scheduled,sch,t1\n"
        )
        zip.add(
            "users.csv",
            "sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName\n"
                + numbers.map { "s-\($0),true,sch,\(wrong ? "wizard" : "student"),u\($0),Learner,Number\($0)\n" }
                .joined())
        zip.add(
            "demographics.csv",
            "sourcedId,sex\n" + numbers.map { "s-\($0),\($0 % 2 == 0 ? "female" : "male")\n" }.joined())
        zip.add(
            "enrollments.csv",
            "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\n"
                + numbers.map { "e-\($0),k1,sch,s-\($0),student\n" }.joined())
        return zip.bytes
    }
}
