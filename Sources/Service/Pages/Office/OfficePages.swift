/// The pages of those who work in the offices of schools and of the district.
enum OfficePages {
    static let all = EquityPages.all + TranscriptPages.all + DataPages.all + AdministrationPages.all
}
