/// A part of a whole, as a picture or a table shows it. What must not be shown is not in it: neither number, then.
struct Share: Hashable, Sendable {
    let part: Int64
    let whole: Int64

    /// A part of a whole; `nil` where one of them must not be shown.
    init?(_ part: Int64?, of whole: Int64?) {
        guard let part, let whole else { return nil }
        self.part = part
        self.whole = whole
    }

    /// From 0 to 1; `nil` where the whole is nothing, or the part goes beyond it: people who changed their group.
    var rate: Double? {
        guard whole > 0, (0...whole).contains(part) else { return nil }
        return Double(part) / Double(whole)
    }

    var interval: WilsonInterval? { WilsonInterval(part, of: whole) }
}

extension PageWords {
    /// A rate in whole per cent: 43%, 43 % in Spanish.
    func percent(_ rate: Double) -> String {
        let number = Int((rate * 100).rounded())
        return language == .spanish ? "\(number)\u{A0}%" : "\(number)%"
    }

    /// "46 of 108", or that it is too few to show.
    func share(_ share: Share?) -> String {
        guard let share else { return self("equity.few") }
        return self("equity.kOfN", ["k": number(Int(share.part)), "n": number(Int(share.whole))])
    }
}
