/// One line, or for a histogram one group of lines: the values of a family under one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    /// Adds its lines.
    /// - Parameter labels: without braces; may be empty.
    func write(_ name: String, _ labels: String, into text: inout String)
}

extension MetricSeries {
    static func line(_ name: String, _ labels: String, _ value: String, into text: inout String) {
        text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }
}
