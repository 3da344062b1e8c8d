import Glibc
import Synchronization

/// A TCP port on loopback that passes bytes to a unix socket and back, until it is told to fall silent: then it keeps
/// its connections, and takes new ones, but passes nothing on. The kernel still acknowledges, so TCP sees nothing wrong.
final class Proxy: Sendable {
    let port: Int
    private let listening: Int32
    private let isSilent = Atomic(false)
    private let isOver = Atomic(false)
    private let server: String

    struct Failed: Error {}

    init(to server: String) throws {
        self.server = server
        listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listening
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw Failed() }
        port = Int(UInt16(bigEndian: address.sin_port))
        spawn { $0.accept() }
    }

    func fallSilent() { isSilent.store(true, ordering: .sequentiallyConsistent) }

    func end() {
        isOver.store(true, ordering: .sequentiallyConsistent)
        shutdown(listening, Int32(SHUT_RDWR))
    }

    private func accept() {
        while !isOver.load(ordering: .sequentiallyConsistent) {
            let client = Glibc.accept(listening, nil, nil)
            if client >= 0 { spawn { $0.serve(client) } }
        }
        close(listening)
    }

    private func serve(_ client: Int32) {
        let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer {
            close(client)
            close(upstream)
        }
        guard connectUnix(upstream) else { return }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var descriptors = [client, upstream].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while !isOver.load(ordering: .sequentiallyConsistent) {
            guard poll(&descriptors, 2, 20) > 0 else { continue }
            if isSilent.load(ordering: .sequentiallyConsistent) {
                usleep(20_000)
                continue
            }
            for (from, to) in [(0, 1), (1, 0)] where descriptors[from].revents != 0 {
                let count = read(descriptors[from].fd, &buffer, buffer.count)
                if count <= 0 { return }
                var sent = 0
                while sent < count {
                    let part = buffer[sent..<count].withUnsafeBytes {
                        write(descriptors[to].fd, $0.baseAddress, $0.count)
                    }
                    if part <= 0 { return }
                    sent += part
                }
            }
        }
    }

    private func connectUnix(_ descriptor: Int32) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: server.utf8) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    private func spawn(_ body: @escaping @Sendable (Proxy) -> Void) {
        let box = Unmanaged.passRetained(Box(proxy: self, body: body))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let box = Unmanaged<Box>.fromOpaque(context).takeRetainedValue()
                box.body(box.proxy)
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }

    private final class Box: Sendable {
        let proxy: Proxy
        let body: @Sendable (Proxy) -> Void

        init(proxy: Proxy, body: @escaping @Sendable (Proxy) -> Void) {
            self.proxy = proxy
            self.body = body
        }
    }
}
