import Markup

/// How a transcript looks: black on white, no meaning in colour, the first page on a sheet of paper of its own.
enum TranscriptStyle {
    static let css: HTML = """
        @page { size: A4; margin: 16mm 18mm; }
        * { box-sizing: border-box; }
        html { color: #111; background: #fff; font: 11pt/1.45 Georgia, "Noto Serif", "DejaVu Serif", serif; }
        body { margin: 0; }
        main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem; }
        h1, h2, h3, h4 { line-height: 1.2; break-after: avoid; font-weight: 600; }
        h1 { font-size: 2.1rem; margin: 0 0 .5rem; }
        h2 { font-size: 1.15rem; margin: 1.5rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid #111; }
        h3 { font-size: 1rem; margin: 0 0 .3rem; }
        h4 { font-size: 1rem; margin: 0 0 .3rem; }
        p { margin: 0 0 .5rem; }
        ul { margin: 0; padding: 0; list-style: none; }
        a { color: inherit; overflow-wrap: anywhere; }
        .kind { text-transform: uppercase; letter-spacing: .12em; font-size: .75rem; margin: 0 0 .4rem; }
        .attended li { margin: 0 0 .1rem; }
        .made { margin-top: .4rem; font-size: .85rem; }
        .meaning { margin: 1rem 0 0; padding: .7rem .9rem; border: 1px solid #111; }
        .map { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .9rem 1.6rem; }
        .area { break-inside: avoid; }
        .area li { padding: .15rem 0; border-top: 1px dotted #777; }
        .level { font-style: italic; white-space: nowrap; }
        .level::before { content: "– "; }
        .highlights { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1.2rem; }
        .highlights p { margin: .2rem 0 0; font-size: .9rem; }
        .link { font-size: .75rem; }
        blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid #111; }
        article { margin: 0 0 1rem; padding-top: .6rem; border-top: 1px dotted #777; break-inside: avoid; }
        section > section { margin-bottom: 1.4rem; }
        dl { margin: 0; }
        dl > div { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: .8rem; padding: .1rem 0; }
        dt { font-weight: 600; overflow-wrap: anywhere; }
        dd { margin: 0; }
        .code { font-family: "DejaVu Sans Mono", monospace; font-size: .85em; }
        @media (max-width: 34rem) {
            .map, .highlights { grid-template-columns: 1fr; }
            dl > div { grid-template-columns: 1fr; gap: 0; }
        }
        @media print {
            html { font-size: 10pt; }
            main { max-width: none; padding: 0; }
            .entries { break-before: page; }
            a { text-decoration: none; }
        }
        """
}
