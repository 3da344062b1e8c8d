/// The pages of the tests' OpenID provider.
enum ProviderPage {
    static func whole(_ body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Provider for tests</title></head>
        <body>
        \(body)
        </body>
        </html>
        """
    }

    /// A form with a button for each account, which sends all that came in `fields` again.
    static func choice(_ accounts: [OpenIDAccount], _ fields: [String: String]) -> String {
        let hidden = fields.sorted { $0.key < $1.key }.map { field in
            #"<input type="hidden" name="\#(escaped(field.key))" value="\#(escaped(field.value))">"#
        }
        let buttons = accounts.map { account in
            let value = escaped(account.subject)
            return #"<p><button name="account" value="\#(value)">\#(escaped(account.name))</button></p>"#
        }
        let cancel = #"<p><button name="account" value="">Cancel</button></p>"#
        return (["<h1>Who are you?</h1>", #"<form method="get" action="/authorize">"#] + hidden + buttons + [cancel])
            .joined(separator: "\n") + "\n</form>"
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
