/// What is tried first: a short list, in lower case, letters and digits only. A word here also stands for itself
/// repeated, or with digits before or behind. Longer lists add little: the rate of tries is limited, and 15 characters
/// are out of reach of nearly all words that leaked elsewhere.
enum CommonPasswords {
    /// Rows of the alphabet, of digits and of keyboards (QWERTY, QWERTZ, AZERTY).
    static let rows = [
        "abcdefghijklmnopqrstuvwxyz", "0123456789", "1234567890", "qwertyuiopasdfghjklzxcvbnm",
        "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p",
    ]

    static let all: Set<String> = [
        "password", "passwort", "passphrase", "motdepasse", "contrasena", "mypassword", "thisismypassword",
        "thisisapassword", "passwordpassword", "password1password", "p4ssword", "passw0rd", "pa55word", "letmein",
        "letmeinplease", "pleaseletmein", "welcome", "welcomehome", "welcomeback", "welcometoschool", "iloveyou",
        "iloveyousomuch", "ilovemyfamily", "ilovemymom", "ilovemydad", "iloveschool", "ihateschool", "qwerty",
        "qwertyuiop", "qwertyqwerty", "qwertypassword", "administrator", "administration", "admin", "adminadmin",
        "superadmin", "superuser", "changeme", "changemenow", "changethispassword", "changeit", "secret", "supersecret",
        "topsecret", "mysecretpassword", "default", "defaultpassword", "temporary", "temporarypassword", "temppassword",
        "initialpassword", "newpassword", "testpassword", "testing", "testtest", "guest", "guestguest", "anonymous",
        "correcthorsebatterystaple", "correcthorse", "batterystaple", "tobeornottobe", "onceuponatime",
        "thequickbrownfox", "thequickbrownfoxjumps", "thequickbrownfoxjumpsoverthelazydog", "maytheforcebewithyou",
        "hellohello", "helloworld", "hellokitty", "sunshine", "princess", "superman", "spiderman", "batmanbatman",
        "football", "footballfootball", "baseball", "basketball", "basketballbasketball", "dragon", "dragondragon",
        "monkey", "monkeymonkey", "pokemon", "minecraft", "minecraftminecraft", "fortnite", "starwars", "trustno1",
        "whatever", "abcdefg", "abc123abc123", "letters", "computer", "internet", "michael", "jennifer", "charlie",
        "school", "myschool", "schoolschool", "highschool", "highschoolrocks", "middleschool", "elementaryschool",
        "teacher", "teacherteacher", "iamateacher", "student", "studentstudent", "iamastudent", "principal",
        "superintendent", "classroom", "homework", "learning", "learner", "district", "schooldistrict", "registrar",
        "transcript", "graduation", "classof", "waymark", "waymarkwaymark", "waymarkpassword", "mywaymarkpassword",
        "welcometowaymark", "january", "february", "september", "november", "december", "summersummer", "winterwinter",
        "springspring", "autumnautumn", "nopassword", "nopasswordneeded", "idontknow", "idontknowit", "iforgot",
        "iforgotmypassword", "forgotpassword", "openthedoor", "opensesame", "abracadabra", "rememberme", "donotforget",
        "dontforgetthis", "onetwothreefour", "onetwothreefourfive", "unitedstates", "unitedstatesofamerica",
        "godisgood",
        "jesuslovesme", "jesusislord", "inthebeginning", "happybirthday", "happybirthdaytoyou", "merrychristmas",
        "happynewyear", "blink182blink182", "manchesterunited", "realmadrid", "dallascowboys", "newyorkyankees",
    ]
}
