/// Every page.
enum PageRoutes {
    static let all =
        [Assets.route] + DoorRoutes.all + OpenIDRoutes.all + HomeRoutes.all + AccountRoutes.all + LearnerPages.all
        + TeacherRoutes.all + OfficePages.all
}
