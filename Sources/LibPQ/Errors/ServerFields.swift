/// The fields of a server's error report (PostgreSQL manual, 55.8 "Error and Notice Message Fields").
struct ServerFields: Sendable {
    var message: String?
    var detail: String?
    var hint: String?
    var context: String?
    var position: String?
    var schema: String?
    var table: String?
    var column: String?
    var constraint: String?
}
