/// A password that somebody chooses.
enum NewPassword {
    /// What is wrong with it, by field.
    static func errors(_ form: Form, of account: Account, _ words: PageWords) -> FieldErrors {
        var errors = FieldErrors()
        let password = Password(form.exactly("password"))
        if let objection = PasswordRules().objection(to: password, own: [account.login, account.name]) {
            errors.add("password", text(objection, words))
        }
        if form.exactly("password") != form.exactly("again") { errors.add("again", words("password.error.same")) }
        return errors
    }

    private static func text(_ objection: PasswordObjection, _ words: PageWords) -> String {
        switch objection {
        case .tooShort(let minimum): words("password.error.short", count: minimum)
        case .tooLong(let maximum): words("password.error.long", count: maximum)
        case .own: words("password.error.own")
        case .common: words("password.error.common")
        case .pattern: words("password.error.pattern")
        }
    }
}
