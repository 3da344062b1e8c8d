import EventLog
import LearningRecord
import LibPQ
import Markup
import ReferenceData

/// The fields by which a part is granted: which, at which school, or of which learner's family.
struct RoleForm {
    let words: PageWords
    /// By name.
    let schools: [EquityPlaces.School]

    /// - Throws: `EventLogError`.
    init(_ words: PageWords, _ log: EventLog) async throws {
        self.words = words
        schools = try await EquityPlaces.schools(log)
    }

    private static let roles: [AccessRole] = [.family] + AccessRole.granted

    /// The fields, as they were filled in.
    func fields(_ form: Form, _ errors: FieldErrors, isOptional: Bool) -> HTML {
        let none = isOptional ? [("", words("accounts.noRole"))] : []
        let role = Field(
            name: "role", label: words("accounts.role"), value: form["role"],
            hint: words(isOptional ? "accounts.roleHint" : "accounts.whereHint"), error: errors["role"],
            isRequired: false
        ).select(none + Self.roles.map { ($0.rawValue, words("role.\($0.rawValue)")) })
        let school = Field(
            name: "school", label: words("accounts.atSchool"), value: form["school"],
            hint: words("accounts.schoolHint"),
            error: errors["school"], isRequired: false
        ).select([("", words("accounts.district"))] + schools.map { ($0.id.description, $0.name) })
        let learner = Field(
            name: "learner", label: words("accounts.ofLearner"), value: form["learner"],
            hint: words("accounts.learnerHint"), error: errors["learner"], isRequired: false)
        return role + school + learner.input("text")
    }

    /// The grant that was filled in; `nil` where none was, or where something is wrong with it.
    /// - Throws: `EventLogError`.
    func grant(_ form: Form, _ errors: inout FieldErrors, _ log: EventLog) async throws -> RoleGrant? {
        guard !form["role"].isEmpty else { return nil }
        guard let role = AccessRole(rawValue: form["role"]), Self.roles.contains(role) else {
            errors.add("role", words("error.required"))
            return nil
        }
        if role == .family {
            guard let learner = try await Self.person(form["learner"], log) else {
                errors.add("learner", words("error.unknownLearner"))
                return nil
            }
            return RoleGrant(role: role, learner: learner)
        }
        guard !form["school"].isEmpty else { return RoleGrant(role: role) }
        guard let school: SchoolID = form.id("school"), schools.contains(where: { $0.id == school }) else {
            errors.add("school", words("error.required"))
            return nil
        }
        guard AccessRole.ofSchools.contains(role) else {
            errors.add("school", words("accounts.notOfSchool", ["role": words("role.\(role.rawValue)")]))
            return nil
        }
        return RoleGrant(role: role, school: school)
    }

    /// Somebody of the roster, by the id there, a pseudonym, or a name that only one has.
    /// - Throws: `EventLogError`.
    static func person(_ text: String, _ log: EventLog) async throws -> PersonID? {
        guard !text.isEmpty else { return nil }
        let tenant = log.district.tenant
        let source = text.hasPrefix("roster:") ? String(text.dropFirst("roster:".count)) : text
        return try await log.run { session -> PersonID? in
            if let id = PersonID(text) { return try PersonDirectory.person(session, tenant: tenant, id: id)?.id }
            if let known = try PersonDirectory.person(session, tenant: tenant, sourceID: source) { return known.id }
            let named = try PersonDirectory.people(session, tenant: tenant, named: text, isWhole: true, limit: 2)
            return named.count == 1 ? named.first?.id : nil
        }
    }
}
