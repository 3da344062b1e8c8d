import Foundation
import NIOCore

/// Why a service cannot listen where it is to.
public struct ServiceAddressError: Error, CustomStringConvertible {
    /// In words, for people.
    public let description: String

    /// What an error of the network says; `nil` where it is of something else.
    init?(_ error: any Error) {
        switch error {
        case let error as IOError: description = String(cString: strerror(error.errnoCode)).lowercased()
        case is SocketAddressError: description = "no such address is known"
        default: return nil
        }
    }
}
