public import LearningRecord

/// Values by identifier, in the order of the identifiers.
///
/// A learner's state holds some tens of things, and is folded, stored and loaded millions of times: at that size a search
/// among sorted identifiers is quicker than hashing, and what is stored in order need not be sorted to be stored. An
/// identifier that is newer than all others, as version 7 makes them, is added at the end.
public struct IdentifierMap<Subject, Value> {
    /// The identifiers, in order.
    public private(set) var keys: [Identifier<Subject>] = []
    /// The values, each in the place of its identifier.
    public private(set) var values: [Value] = []

    /// An empty map.
    public init() {}

    /// An empty map with room for some.
    init(reserving count: Int) {
        keys.reserveCapacity(count)
        values.reserveCapacity(count)
    }

    /// How many there are.
    public var count: Int { keys.count }
    /// Whether there is none.
    public var isEmpty: Bool { keys.isEmpty }

    /// The value of an identifier, `nil` when it has none; setting `nil` takes it out.
    public subscript(key: Identifier<Subject>) -> Value? {
        get {
            let (place, isFound) = find(key)
            return isFound ? values[place] : nil
        }
        set {
            let (place, isFound) = find(key)
            switch (isFound, newValue) {
            case (true, let value?): values[place] = value
            case (true, nil):
                keys.remove(at: place)
                values.remove(at: place)
            case (false, let value?): insert(key, value, at: place)
            case (false, nil): break
            }
        }
    }

    /// The value of an identifier, changed in its place; what has none begins with `first`.
    public subscript(key: Identifier<Subject>, default first: @autoclosure () -> Value) -> Value {
        get {
            let (place, isFound) = find(key)
            return isFound ? values[place] : first()
        }
        _modify {
            let (place, isFound) = find(key)
            if !isFound { insert(key, first(), at: place) }
            yield &values[place]
        }
    }

    /// Adds what comes in the order of the identifiers.
    mutating func append(_ key: Identifier<Subject>, _ value: Value) {
        if let last = keys.last, last >= key {
            self[key] = value
        } else {
            keys.append(key)
            values.append(value)
        }
    }

    private mutating func insert(_ key: Identifier<Subject>, _ value: Value, at place: Int) {
        keys.insert(key, at: place)
        values.insert(value, at: place)
    }

    /// Where an identifier is, or would be.
    private func find(_ key: Identifier<Subject>) -> (place: Int, isFound: Bool) {
        guard let last = keys.last, key <= last else { return (keys.count, false) }
        var low = 0
        var high = keys.count - 1
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return (low, keys[low] == key)
    }
}

extension IdentifierMap: Sendable where Value: Sendable {}

extension IdentifierMap: Equatable where Value: Equatable {}

extension IdentifierMap: Sequence {
    /// An identifier and its value.
    public typealias Element = (key: Identifier<Subject>, value: Value)

    /// Goes through the map in the order of the identifiers.
    public struct Iterator: IteratorProtocol {
        fileprivate let map: IdentifierMap
        private var place = 0

        fileprivate init(_ map: IdentifierMap) {
            self.map = map
        }

        /// The next pair, in the order of the ids' bytes.
        public mutating func next() -> Element? {
            guard place < map.keys.count else { return nil }
            defer { place += 1 }
            return (map.keys[place], map.values[place])
        }
    }

    /// An iterator from the first identifier on.
    public func makeIterator() -> Iterator { Iterator(self) }

    /// How many pairs there are.
    public var underestimatedCount: Int { count }
}

extension StateWriter {
    /// Writes a map: equal ones write equal bytes.
    public mutating func put<Subject, Value>(
        _ map: IdentifierMap<Subject, Value>, _ write: (inout StateWriter, Value) -> Void
    ) {
        put(UInt64(map.count))
        for place in map.keys.indices {
            put(map.keys[place])
            write(&self, map.values[place])
        }
    }
}

extension StateReader {
    /// Reads a map.
    public mutating func map<Subject, Value>(
        _ read: (inout StateReader) throws(StateError) -> Value
    ) throws(StateError) -> IdentifierMap<Subject, Value> {
        let count = try count()
        var map = IdentifierMap<Subject, Value>(reserving: count)
        for _ in 0..<count { map.append(try id(), try read(&self)) }
        return map
    }
}
