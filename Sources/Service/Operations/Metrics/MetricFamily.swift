/// All series of one name, to be written.
struct MetricFamily: Sendable {
    let name: String
    let kind: MetricKind
    let help: String
    /// By labels.
    var series: [String: any MetricSeries] = [:]

    func write(into text: inout String) {
        text += "# HELP \(name) \(MetricText.help(help))\n# TYPE \(name) \(kind.type)\n"
        for (labels, series) in series.sorted(by: { $0.key < $1.key }) {
            series.write(name, labels, into: &text)
        }
    }
}
