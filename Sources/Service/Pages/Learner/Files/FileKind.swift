/// The kinds of files that are kept as evidence: told from what is in a file, whatever it is called.
enum FileKind: String, CaseIterable, Sendable {
    case pdf = "application/pdf"
    case png = "image/png"
    case jpeg = "image/jpeg"
    case webp = "image/webp"
    case mp4 = "video/mp4"
    case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case odt = "application/vnd.oasis.opendocument.text"
    case txt = "text/plain; charset=utf-8"

    /// What a form lets people choose from.
    static let accept = ".pdf,.png,.jpg,.jpeg,.webp,.mp4,.docx,.odt,.txt"

    /// The kind of a file; `nil` where it is none of these.
    init?(of bytes: [UInt8]) {
        guard let kind = Self.allCases.first(where: { $0.fits(bytes) }) else { return nil }
        self = kind
    }

    private func fits(_ bytes: [UInt8]) -> Bool {
        switch self {
        // ISO 32000-2, section 7.5.2.
        case .pdf: bytes.starts(with: Array("%PDF-".utf8))
        // ISO/IEC 15948, section 5.2.
        case .png: bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        // ISO/IEC 10918-1, annex B: start of image, then a marker.
        case .jpeg: bytes.starts(with: [0xFF, 0xD8, 0xFF])
        // RFC 9649, section 2.4.
        case .webp: bytes.starts(with: Array("RIFF".utf8)) && Self.has("WEBP", at: 8, in: bytes)
        // ISO/IEC 14496-12, section 4.3: the box of the file's type stands first.
        case .mp4: Self.has("ftyp", at: 4, in: bytes)
        // A zip archive (PKWARE, 4.3.7), in whose directory at the end the document stands (ISO/IEC 29500-2).
        case .docx: Self.isZip(bytes) && Self.holds("word/document.xml", in: bytes.suffix(65_536))
        // OpenDocument 1.3, part 2, section 3.3: the type stands first, uncompressed.
        case .odt: Self.isZip(bytes) && Self.has("mimetypeapplication/vnd.oasis.opendocument.text", at: 30, in: bytes)
        case .txt: Self.isText(bytes)
        }
    }

    private static func isZip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

    private static func has(_ text: StaticString, at place: Int, in bytes: [UInt8]) -> Bool {
        let wanted = Array(text.description.utf8)
        return bytes.count >= place + wanted.count && bytes[place..<(place + wanted.count)].elementsEqual(wanted)
    }

    private static func holds(_ text: StaticString, in bytes: ArraySlice<UInt8>) -> Bool {
        bytes.firstRange(of: Array(text.description.utf8)) != nil
    }

    /// UTF-8 without control characters but tabs and the ends of lines.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty, String(validating: bytes, as: UTF8.self) != nil else { return false }
        return bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }
}
