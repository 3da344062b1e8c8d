/// Who says that something happened.
enum SampleRole {
    case teacher, learner
    /// A rule of the district.
    case system
}
