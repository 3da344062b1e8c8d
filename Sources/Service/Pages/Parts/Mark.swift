import Markup

/// The signs of the path. Each has a form of its own, so that none of them needs its colour; a text always stands beside
/// it, so that screen readers leave it out.
enum Mark: String {
    /// Stones on one another: this can be done.
    case done
    /// A leaf: growing here.
    case growing
    /// A signpost: comes next.
    case next
    /// A ring with gaps: further along.
    case later

    var html: HTML {
        """
        <svg class="mark mark--\(rawValue)" viewBox="0 0 36 36" aria-hidden="true" focusable="false">\
        <circle class="halo" cx="18" cy="18" r="17"/>\(shape)</svg>
        """
    }

    private var shape: HTML {
        switch self {
        case .done:
            """
            <rect class="solid" x="5" y="24" width="26" height="7.5" rx="3.7"/>\
            <rect class="solid" x="9" y="15.2" width="18.5" height="7" rx="3.5"/>\
            <rect class="solid" x="12.5" y="6.6" width="11" height="6.8" rx="3.4"/>
            """
        case .growing:
            """
            <path d="M18 31V17"/>\
            <path class="solid" d="M17.4 20.5C9.5 21 5.6 16.6 5 9.8c7.6-.6 12.6 3 12.400 10.7z"/>\
            <path d="M18.6 16.5c-.4-6.5 3.6-10.7 11.6-11 .6 7.200-3.6 11.6-11.6 11z"/>
            """
        case .next:
            #"<path d="M14 32V6"/><path class="solid" d="M9 8.5h15.5l5.5 5.5-5.5 5.5H9z"/><path d="M10 32h8"/>"#
        case .later: #"<circle cx="18" cy="18" r="8" stroke-dasharray="3.5 4.880"/>"#
        }
    }
}
