/// Why a new password is not accepted, to be said to the one who chose it.
public enum PasswordObjection: Error, Hashable, Sendable, CustomStringConvertible {
    /// It has fewer characters than this.
    case tooShort(minimum: Int)
    /// It has more characters than this.
    case tooLong(maximum: Int)
    /// It is the person's login or name, or that with digits around it or repeated.
    case own
    /// It is among the first that anybody tries.
    case common
    /// It is one short piece repeated, or a row of the alphabet, of digits or of the keyboard.
    case pattern

    /// In words, for people.
    public var description: String {
        switch self {
        case .tooShort(let minimum): "Use at least \(minimum) characters. A few words in a row are easy to remember."
        case .tooLong(let maximum): "Use at most \(maximum) characters."
        case .own: "Do not use your own login or name: others know it."
        case .common: "This is one of the first passwords that others try. Choose words of your own."
        case .pattern: "Do not repeat one short piece, or type a row of keys: that is quickly guessed."
        }
    }
}
