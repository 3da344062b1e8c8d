import TestSupport
import Testing

@testable import Service

@Suite struct WilsonIntervalTests {
    /// R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven methods",
    /// Statistics in Medicine 17 (1998), 857–872, table I, method 3: the score interval.
    @Test(
        arguments: [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
        ] as [(Int64, Int64, Double, Double)])
    func `It is what was published`(part: Int64, whole: Int64, low: Double, high: Double) throws {
        let interval = try #require(WilsonInterval(part, of: whole))
        #expect(abs(interval.low - low) < 0.000_05)
        #expect(abs(interval.high - high) < 0.000_05)
    }

    @Test func `It holds the rate, lies between nothing and all, and is narrower the more people there are`() throws {
        var random = SeededGenerator(seed: 1_927)
        for _ in 0..<20_000 {
            let whole = Int64.random(in: 1...2_000_000, using: &random)
            let part = Int64.random(in: 0...whole, using: &random)
            let (interval, rate) = (try #require(WilsonInterval(part, of: whole)), Double(part) / Double(whole))
            #expect(interval.low >= 0 && interval.high <= 1)
            #expect(interval.low <= rate && rate <= interval.high, "\(part) of \(whole)")
            #expect(interval.low < interval.high)
            let larger = try #require(WilsonInterval(part * 4, of: whole * 4))
            #expect(larger.high - larger.low < interval.high - interval.low)
            // What is left over has the mirror image.
            let rest = try #require(WilsonInterval(whole - part, of: whole))
            #expect(abs(rest.low - (1 - interval.high)) < 1e-9)
        }
    }

    @Test func `There is none of nothing, and none of what is no part`() {
        #expect(WilsonInterval(0, of: 0) == nil)
        #expect(WilsonInterval(5, of: 4) == nil)
        #expect(WilsonInterval(-1, of: 4) == nil)
    }
}
