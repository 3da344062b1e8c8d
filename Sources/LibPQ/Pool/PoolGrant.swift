/// What a caller of a pool may do now.
enum PoolGrant<Item: Sendable>: Sendable {
    case use(Item)
    /// A place is free: make a new one.
    case connect
    case closed
}
