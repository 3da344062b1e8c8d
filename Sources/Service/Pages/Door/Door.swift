import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import Markup

/// The pages in front of everything.
struct Door {
    let page: Page
    let districts: [District]
    /// Where to go afterwards.
    let to: String

    private var words: PageWords { page.words }

    /// The district that somebody named by its id; without a name the only one there is.
    func district(named text: String?) -> District? {
        if districts.count == 1 { return districts.first }
        return text.flatMap { UUID(uuidString: $0) }.flatMap { id in districts.first { $0.id == id } }
    }

    /// Asks for the district.
    func chooseDistrict() -> Response {
        let choices = districts.enumerated().map { place, district -> HTML in
            let id = "district-\(place)"
            return """
                <div class="choice"><input type="radio" id="\(id)" name="district" value="\(district.id.uuidString)" required>\
                <label for="\(id)">\(district.name)</label></div>
                """
        }
        let none: HTML = districts.isEmpty ? "<p>\(words("signIn.noDistrict"))</p>" : HTML()
        return page.answer(
            words("signIn.title"), kind: "page--door",
            """
            <div class="head"><div><h1>\(words("signIn.choose"))</h1></div></div>\(none)
            <form method="get" action="/sign-in"><input type="hidden" name="to" value="\(to)">
            <fieldset class="choices choices--cards" id="district"><legend><span class="unseen">\
            \(words("signIn.districtLegend"))</span></legend><div>\(choices)</div></fieldset>
            <button class="button--wide">\(words("signIn.continue"))</button></form>
            """)
    }

    /// Asks for login and password.
    func signIn(
        _ district: District, login: String = "", status: HTTPResponse.Status = .ok, notice: HTML = HTML(),
        isWrong: Bool = false, retryAfter: Int? = nil
    ) -> Response {
        let id = district.id.uuidString
        let other: HTML =
            districts.count > 1 ? #" <a href="/sign-in">\#(words("signIn.otherDistrict"))</a>"# : HTML()
        let school: HTML =
            page.visit.service.openID.offers(district)
            // A link and not a form: browsers hold the redirect of a form to the policy of the page that it stood on.
            ? """
            <p><a class="button button--wide" href="/sign-in/school?district=\(id)&amp;to=\(Self.encoded(to))">\
            \(words("signIn.school"))</a></p>
            """ : HTML()
        let heading: HTML = school.markup.isEmpty ? HTML() : #"<h2 class="h4">\#(words("signIn.local"))</h2>"#
        let loginField = Field(name: "login", label: words("signIn.login"), value: login, autocomplete: "username")
        let passwordField = Field(
            name: "password", label: words("signIn.password"), error: isWrong ? words("signIn.errorField") : nil,
            autocomplete: "current-password")
        var response = page.answer(
            words("signIn.title"), status: isWrong ? .unprocessableContent : status, kind: "page--door",
            """
            <div class="head"><div><h1>\(words("signIn.title"))</h1></div></div>
            \(notice)<p class="quiet">\(district.name)\(other)</p>\(school)
            <section>\(heading)<form method="post" action="/sign-in">
            <input type="hidden" name="district" value="\(id)"><input type="hidden" name="to" value="\(to)">
            \(loginField.input("text"))\(passwordField.input("password"))
            <button class="button--wide\(school.markup.isEmpty ? HTML() : " button--quiet")">\(words("signIn.do"))</button>
            <p class="small quiet">\(words("signIn.forgotText"))</p></form></section>
            """)
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        return response
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    /// Login and password do not fit together.
    var refusal: HTML { Notice.problem(##"<a href="#login">\##(words("signIn.error"))</a>"##) }

    /// There were too many tries.
    func wait(_ seconds: Int) -> HTML {
        Notice.problem(HTML(text: words("signIn.waitMinutes", count: max(1, (seconds + 59) / 60))))
    }

    /// Asks for a new password.
    static func setPassword(_ page: Page, _ account: Account, errors: FieldErrors) -> Response {
        let words = page.words
        let fields = passwordFields(words, errors)
        return page.answer(
            words("link.title"), status: errors.isEmpty ? .ok : .unprocessableContent, kind: "page--door",
            """
            <div class="head"><div><h1>\(words("link.title"))</h1></div></div>
            \(errors.summary(words))
            <p>\(words.html("link.text", ["name": HTML(text: account.name), "login": "<strong>\(account.login)</strong>"]))</p>
            <form method="post" novalidate><input type="text" name="username" value="\(account.login)" autocomplete="username" hidden>
            \(fields)<button class="button--wide">\(words("password.do"))</button></form>
            """)
    }

    /// The fields of a new password.
    static func passwordFields(_ words: PageWords, _ errors: FieldErrors) -> HTML {
        let first = Field(
            name: "password", label: words("password.new"),
            hint: words("password.hint", count: PasswordRules.minimumLength),
            error: errors["password"], autocomplete: "new-password")
        let again = Field(
            name: "again", label: words("password.again"), error: errors["again"], autocomplete: "new-password")
        return first.input("password") + again.input("password")
    }

    /// A link was used, or is too old.
    static func linkEnded(_ page: Page) -> Response {
        page.answer(
            page.words("link.ended"), status: .gone, kind: "page--door",
            """
            <div class="head"><div><h1>\(page.words("link.ended"))</h1></div></div>
            <p>\(page.words("link.endedText"))</p>
            <div class="actions"><a class="button button--quiet" href="/sign-in">\(page.words("signIn.do"))</a></div>
            """)
    }
}
