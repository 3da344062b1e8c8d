import Foundation

/// The files of this repository.
enum Repository {
    /// The file at a path from the repository's root.
    static func url(_ path: String, from file: String = #filePath) -> URL {
        // Tests/LearningRecordTests/Support/Repository.swift
        var root = URL(filePath: file)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.appending(path: path)
    }

    /// The bytes of the file at a path from the repository's root.
    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: url(path)))
    }
}
