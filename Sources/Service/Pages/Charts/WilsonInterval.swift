/// The interval in which a rate lies with a confidence of 95 %, if chance alone were at work: the score interval of
/// E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
/// Statistical Association 22 (1927), 209–212; recommended over the usual one for small numbers by L. D. Brown,
/// T. T. Cai and A. DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16 (2001), 101–133.
struct WilsonInterval: Hashable, Sendable {
    /// The quantile of the normal distribution for a confidence of 95 % on two sides.
    static let quantile95 = 1.959_963_984_540_054

    /// Where it begins, from 0 to 1.
    let low: Double
    /// Where it ends, from 0 to 1.
    let high: Double

    /// The interval of a part of a whole; `nil` where the whole is nothing, or the part is no part of it.
    init?(_ part: Int64, of whole: Int64, quantile: Double = quantile95) {
        guard whole > 0, (0...whole).contains(part) else { return nil }
        let (count, rate) = (Double(whole), Double(part) / Double(whole))
        let square = quantile * quantile
        let scale = 1 + square / count
        let centre = (rate + square / (2 * count)) / scale
        let variance = rate * (1 - rate) / count + square / (4 * count * count)
        let half = quantile / scale * variance.squareRoot()
        // Rounding must not take it past the rate, nor past all or nothing.
        low = part == 0 ? 0 : max(0, min(centre - half, rate))
        high = part == whole ? 1 : min(1, max(centre + half, rate))
    }
}
