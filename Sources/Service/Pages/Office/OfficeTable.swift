import Markup

/// A table with a caption; on a phone each row becomes a block whose fields repeat the names of the columns.
struct OfficeTable {
    struct Column {
        let title: String
        /// Figures at the right edge.
        var isNumber = false
        /// Whether only those hear its name who do not see the table: for links, which say themselves what they do.
        var isUnseen = false
    }

    let caption: String
    let columns: [Column]
    /// The first cell of each row is its heading.
    let rows: [[HTML]]

    var html: HTML {
        let heads = columns.map { column -> HTML in
            let title: HTML = column.isUnseen ? #"<span class="unseen">\#(column.title)</span>"# : "\(column.title)"
            return #"<th scope="col"\#(Self.kind(column))>\#(title)</th>"#
        }
        return """
            <table class="stacked"><caption>\(caption)</caption><thead><tr>\(heads)</tr></thead><tbody>\(rows.map(row))\
            </tbody></table>
            """
    }

    private func row(_ cells: [HTML]) -> HTML {
        let drawn = zip(columns, cells).enumerated().map { place, cell -> HTML in
            if place == 0 { return #"<th scope="row">\#(cell.1)</th>"# }
            let label: HTML = cell.0.isUnseen ? HTML() : #" data-label="\#(cell.0.title)""#
            return "<td\(Self.kind(cell.0))\(label)>\(cell.1)</td>"
        }
        return "<tr>\(drawn)</tr>\n"
    }

    private static func kind(_ column: Column) -> HTML { column.isNumber ? #" class="num""# : HTML() }
}
