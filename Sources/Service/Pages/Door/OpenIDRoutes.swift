import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecord
import Logging
import Markup

/// Signing in at a provider of OpenID Connect: leaving for it and coming back.
enum OpenIDRoutes {
    static let all = [
        Endpoint("leaveForSchool", .get, "/sign-in/school", .anyone) { try await leave($0) },
        Endpoint("comeBackFromSchool", .get, callback, .anyone) { try await comeBack($0) },
    ]

    /// Where a provider sends people back to.
    static let callback = "/sign-in/callback"
    /// In which district they are signing in.
    private static let districtCookie = "__Host-waymark-district"

    /// What the browser carries while it is away, sealed.
    private static let cookie = "__Host-waymark-openid"

    private static func leave(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let to = visit.query.text("to") ?? "/"
        let door = Door(page: page, districts: try await visit.service.districts.all(), to: to)
        guard let district = door.district(named: visit.query.text("district")),
            let client = visit.service.openID.client(of: district)
        else { return door.chooseDistrict() }
        do {
            let departure = try await client.begin(returnTo: to)
            var response = Page.seeOther(departure.address)
            response.setCookie(carried(departure.cookie, lifetime: 600))
            response.setCookie(carried(district.id.uuidString, in: districtCookie, lifetime: 600))
            return response
        } catch {
            return failed(door, district, error, visit)
        }
    }

    private static func comeBack(_ visit: Visit) async throws -> Response {
        let page = try await Page(visit)
        let door = Door(page: page, districts: try await visit.service.districts.all(), to: "/")
        guard let district = door.district(named: visit.request.cookies[districtCookie]?.value),
            let client = visit.service.openID.client(of: district)
        else { return door.chooseDistrict() }
        do {
            let callback = try OpenIDCallback(query: visit.request.uri.query)
            let arrival = try await client.finish(callback, cookie: visit.request.cookies[cookie]?.value)
            let log = visit.service.store.log(of: district)
            guard let account = try await AccountStore(log: log).account(of: arrival.identity) else {
                return cleared(
                    door.signIn(
                        district, status: .forbidden, notice: Notice.problem(HTML(text: page.words("signIn.noAccount")))
                    ))
            }
            return cleared(try await DoorRoutes.begin(account, in: log, way: "school", to: arrival.returnPath))
        } catch let error as OpenIDError {
            return cleared(failed(door, district, error, visit))
        }
    }

    private static func failed(_ door: Door, _ district: District, _ error: OpenIDError, _ visit: Visit) -> Response {
        visit.context.logger.warning("a sign-in at a provider failed", metadata: ["error": "\(error)"])
        let text = door.page.words("signIn.schoolError", ["code": visit.id])
        return door.signIn(district, status: .badGateway, notice: Notice.problem(HTML(text: text)))
    }

    private static func carried(_ text: String, in name: String = cookie, lifetime: Int) -> Cookie {
        Cookie(name: name, value: text, maxAge: lifetime, path: "/", secure: true, httpOnly: true, sameSite: .lax)
    }

    /// A code of a provider is good once, so that what was carried is of no more use.
    private static func cleared(_ response: Response) -> Response {
        var response = response
        response.setCookie(carried("", lifetime: 0))
        return response
    }
}
