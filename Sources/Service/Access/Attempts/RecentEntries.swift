/// Values by key, of which only the most recently put are kept: a dictionary whose entries form a list in the order in
/// which they were put. Everything takes constant time.
struct RecentEntries<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        var key: String
        var value: Value
        /// Places of the entries put just before and just after this one.
        var older: Int?
        var newer: Int?
    }

    private let maximum: Int
    private var places: [String: Int] = [:]
    private var entries: [Entry] = []
    /// Places in `entries` that hold nothing any more.
    private var free: [Int] = []
    private var oldest: Int?
    private var newest: Int?

    init(maximum: Int) {
        precondition(maximum > 0, "there must be room for an entry")
        self.maximum = maximum
    }

    var count: Int { places.count }

    subscript(key: String) -> Value? { places[key].map { entries[$0].value } }

    /// Puts a value, as the newest. When there is no room, the oldest entry goes.
    mutating func put(_ value: Value, for key: String) {
        if let place = places[key] {
            entries[place].value = value
            unlink(place)
            link(place)
            return
        }
        if places.count == maximum, let oldest { remove(entries[oldest].key) }
        let entry = Entry(key: key, value: value)
        let place = free.popLast() ?? entries.endIndex
        if place == entries.endIndex { entries.append(entry) } else { entries[place] = entry }
        places[key] = place
        link(place)
    }

    mutating func remove(_ key: String) {
        guard let place = places.removeValue(forKey: key) else { return }
        unlink(place)
        entries[place].key = ""
        free.append(place)
    }

    private mutating func link(_ place: Int) {
        entries[place].older = newest
        entries[place].newer = nil
        if let newest { entries[newest].newer = place } else { oldest = place }
        newest = place
    }

    private mutating func unlink(_ place: Int) {
        let (older, newer) = (entries[place].older, entries[place].newer)
        if let older { entries[older].newer = newer } else { oldest = newer }
        if let newer { entries[newer].older = older } else { newest = older }
    }
}
