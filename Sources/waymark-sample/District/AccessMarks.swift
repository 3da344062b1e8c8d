/// What a learner was offered within a term or a year, and what became of it, by form.
struct AccessMarks {
    /// What may become of an offer that counts.
    enum Step: Int, CaseIterable {
        case offered, accepted, started, completed
    }

    private var bits: UInt16 = 0

    mutating func add(_ step: Step, _ form: OfferForm) { bits |= 1 << UInt16(4 * form.rawValue + step.rawValue) }

    mutating func add(_ other: AccessMarks) { bits |= other.bits }

    /// Whether a step was taken; without a form, of any form.
    func has(_ step: Step, _ form: OfferForm?) -> Bool {
        guard let form else { return OfferForm.allCases.contains { has(step, $0) } }
        return bits & 1 << UInt16(4 * form.rawValue + step.rawValue) != 0
    }
}
