extension Problem.Sort {
    /// What it means and what to do, for whoever writes a program that meets it.
    var advice: String {
        switch self {
        case .badRequest:
            "Something in the address, the headers or the body cannot be read. The detail names it, and the member "
                + "parameter the parameter, where it is one. Sending the same again does not help."
        case .invalidEvent:
            "The log takes an event as it is in the catalogue of events and no other. The member errors has the place of "
                + "each wrong event in the call, the path of the field, and what would be right. Nothing was stored."
        case .notSignedIn:
            "Send a token in the header Authorization (Bearer), or sign in. A token or session that was shown may have "
                + "ended: an administrator can make another."
        case .forbidden:
            "Whoever asks is known, and this is not a part of what they do. A token may lack a scope: the detail names it."
        case .notFound:
            "There is no such thing, or it is not yours to see. The answer is the same in both cases, so that nobody "
                + "learns from it who is in the record."
        case .methodNotAllowed: "The header Allow has the methods that are answered here."
        case .notAcceptable:
            "The header Accept asks for forms that this is not given in. The detail names those that there are."
        case .conflict: "What is there does not allow it now. The detail says what is in the way."
        case .staleExpectation:
            "The call expected the record at a version, and it has grown since. Read it again, decide again, and send "
                + "again."
        case .reusedID:
            "An id was used before for another content. A retry must send the same again; something new needs a new id."
        case .unknownReference:
            "An event names another one (an offer, a decision, a request) that is not in this learner's record. Send that "
                + "one first, or in the same call before it."
        case .gone: "It was here and was destroyed, as when a learner's words were erased. It does not come back."
        case .tooLarge: "The body has more bytes, or the list more elements, than are taken. The detail has the bound."
        case .unsupportedType:
            "The header Content-Type names a form that is not taken here. The detail names those that are."
        case .crossSite:
            "A browser sent this from a page of another site, with the session of somebody who is signed in here. Programs "
                + "use tokens."
        case .tooManyRequests: "Wait as long as the header Retry-After says, then send again."
        case .overloaded:
            "More was on its way than can be taken at once, and nothing of this request was stored. Wait as long as "
                + "Retry-After says, and send the same again."
        case .behind:
            "The answer was to have at least a position of the log (atLeast), and the tables did not reach it in time. The "
                + "member position says where they stand. Ask again in a moment."
        case .timeout: "It took longer than is allowed. Ask for less, or again later."
        case .unavailable:
            "The database cannot be reached, or the service is being stopped. It is safe to send the same again."
        case .internalError:
            "Something is wrong in the service. The member instance has the request's id, by which an operator finds what "
                + "happened. Sending the same again is safe where the request has ids or an Idempotency-Key."
        }
    }
}
