/// Names for invented people, from many places. A name says nothing of the groups that were drawn.
enum DistrictNames {
    private static let given = [
        "Amara", "Noah", "Linh", "Mateo", "Zahra", "Ivy", "Kofi", "Sofía", "Elias", "Mei", "Omar", "Greta", "Tomás",
        "Nia", "Arjun", "Clara", "Yusuf", "Hana", "Lucas", "Imani", "Minh", "Leila", "Jonas", "Aiyana", "Diego",
        "Freya", "Samir", "Chloe", "Kai", "Rosa", "Tariq", "Elena",
    ]
    private static let family = [
        "Diallo", "Berg", "Nguyen", "Rivera", "Haddad", "Okafor", "Larsen", "Kimura", "Santos", "Begay", "Patel",
        "Novak", "Mensah", "Castillo", "Tran", "Weaver", "Farah", "Moreau", "Silva", "Ortega", "Cohen", "Hughes",
        "Petrov", "Adeyemi", "Lindqvist", "Park", "Romero", "Sato", "Mbeki", "Walsh", "Kaya", "Flores",
    ]

    /// Odd factors: each goes through all pairs of names before one comes again.
    private static let factors = [397, 405, 613, 715]

    /// The name of a person, from 0: nobody has it twice in the first 33,000. Number 0 has the first pair for any key.
    static func name(_ number: Int, key: UInt64) -> (given: String, family: String) {
        let pairs = given.count * family.count
        let pair = (number % pairs) * factors[Int(key % 4)] % pairs
        let first = family[pair / given.count]
        let round = number / pairs
        // From the second round on family names are double.
        return (given[pair % given.count], round == 0 ? first : "\(first)-\(family[round % family.count])")
    }

    /// The name of a teacher, from 0.
    static func teacher(_ number: Int) -> (given: String, family: String) {
        (given[(number * 7 + 5) % given.count], "\(family[(number * 11 + 3) % family.count])-Reyes")
    }
}
