extension DistrictStory {
    /// Transcripts of the other system from which the sample comes: issued, now and then again, taken back, given to
    /// somebody. Their documents are not here, only the digests of them.
    mutating func tellIssues(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, term: SchoolTerm, in section: SectionText
    ) {
        guard learner.number % 4 == 2 else { return }
        let place = (learner.number * 64 + term.index) * 2
        let digest = Self.digest(&learner.random)
        let first = writeIssue(&learner, &clock, digest, place: place, in: section)
        if learner.number % 8 == 2 {
            let moment = clock.next(&learner.random)
            writer.begin(.disclosed, writer.id(at: moment), at: moment, of: learner.number, by: .system, in: section)
            writer.put("\"recipientClass\":\"post-secondary\",\"lawfulBasis\":\"learner-request\",\"digest\":\"")
            writer.put(digest)
            writer.put("\",\"transcript\":\"")
            writer.put(first)
            writer.put("\"")
            writer.end("recipient", "Admissions office of a college")
        }
        if learner.number % 12 == 2 {
            let later = writeIssue(&learner, &clock, Self.digest(&learner.random), place: place + 1, in: section)
            let moment = clock.next(&learner.random)
            writer.begin(
                .transcriptSuperseded, writer.id(at: moment), at: moment, of: learner.number, by: .system, in: section)
            writer.put("\"transcript\":\"")
            writer.put(first)
            writer.put("\",\"by\":\"")
            writer.put(later)
            writer.put("\"")
            writer.end()
        }
        if learner.number % 16 == 6 {
            let moment = clock.next(&learner.random)
            writer.begin(
                .transcriptRevoked, writer.id(at: moment), at: moment, of: learner.number, by: .system, in: section)
            writer.put("\"transcript\":\"")
            writer.put(first)
            writer.put("\"")
            writer.end("reason", "It named a school where the learner never was.")
        }
    }

    private mutating func writeIssue(
        _ learner: inout DistrictLearner, _ clock: inout WeekClock, _ digest: [UInt8], place: Int,
        in section: SectionText
    ) -> EventReference {
        let moment = clock.next(&learner.random)
        let id = writer.id(at: moment)
        writer.begin(.transcriptIssued, id, at: moment, of: learner.number, by: .system, in: section)
        writer.put("\"digest\":\"")
        writer.put(digest)
        writer.put("\",\"asOf\":0,\"statusIndex\":")
        writer.put(place)
        writer.end()
        return id
    }

    /// 64 hexadecimal digits.
    private static func digest(_ random: inout SplitMix64) -> [UInt8] {
        var digits: [UInt8] = []
        for _ in 0..<4 {
            let bits = random.next()
            for shift in stride(from: 60, through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: bits >> UInt64(shift)) & 15
                digits.append(digit < 10 ? 48 + digit : 87 + digit)
            }
        }
        return digits
    }
}
