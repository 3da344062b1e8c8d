/// Why a sealed text does not open. To whoever brought it, these are one: it is of no use any more.
public enum SealedStateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is more to seal than a cookie can hold.
    case tooLong
    /// The key is of no use for sealing.
    case unsealable
    /// It is not such a text at all.
    case malformed
    /// It was changed, or sealed under another key or for another purpose.
    case changed
    /// Its time is over.
    case expired

    /// In words, for the log.
    public var description: String {
        switch self {
        case .tooLong: "there is more to seal than a cookie can hold"
        case .unsealable: "the key cannot be used for sealing"
        case .malformed: "the sealed text is not one"
        case .changed: "the sealed text was changed, or sealed under another key or for another purpose"
        case .expired: "the sealed text has expired"
        }
    }
}
