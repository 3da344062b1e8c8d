/// The files of a OneRoster bundle that are written, with their columns (OneRoster 1.2, CSV binding, section 4).
enum RosterTable: String, CaseIterable {
    case orgs, academicSessions, courses, classes, users, roles, demographics, enrollments

    /// The columns of the standard, in its order.
    var columns: [String] { Self.common + own }

    private static let common = ["sourcedId", "status", "dateLastModified"]

    private var own: [String] {
        switch self {
        case .orgs: ["name", "type", "identifier", "parentSourcedId"]
        case .academicSessions: ["title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"]
        case .courses:
            ["schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId", "subjects", "subjectCodes"]
        case .classes:
            [
                "title", "grades", "courseSourcedId", "classCode", "classType", "location", "schoolSourcedId",
                "termSourcedIds", "subjects", "subjectCodes", "periods",
            ]
        case .users:
            [
                "enabledUser", "username", "userIds", "givenName", "familyName", "middleName", "identifier", "email",
                "sms", "phone", "agentSourcedIds", "grades", "password", "userMasterIdentifier", "preferredGivenName",
                "preferredMiddleName", "primaryOrgSourcedId", "pronouns",
            ]
        case .roles:
            ["userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId", "userProfileSourcedId"]
        case .demographics:
            [
                "birthDate", "sex", "americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican",
                "nativeHawaiianOrOtherPacificIslander", "white", "demographicRaceTwoOrMoreRaces",
                "hispanicOrLatinoEthnicity", "countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth",
                "publicSchoolResidenceStatus",
            ]
        case .enrollments:
            ["classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate"]
        }
    }

    /// The files of the standard that are not written: the manifest must name them too.
    static let absent = [
        "categories", "classResources", "courseResources", "lineItemLearningObjectiveIds", "lineItems",
        "lineItemScoreScales", "resources", "resultLearningObjectiveIds", "results", "resultScoreScales",
        "scoreScales", "userProfiles", "userResources",
    ]
}
