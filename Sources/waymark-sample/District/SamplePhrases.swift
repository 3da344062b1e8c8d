/// What people write, in the languages of ``DistrictGroups/languages``. Nothing here needs an escape in JSON.
enum SamplePhrases {
    typealias Phrases = [[StaticString]]

    static let goals: Phrases = [
        ["I want to plan a bridge that the park could really build.", "I want to explain it to my little brother."],
        ["Quiero calcular cuánta pintura necesita nuestro mural.", "Quiero explicárselo a mi familia."],
        ["Em muốn tự giải thích được vì sao hai tỉ số bằng nhau.", "Em muốn làm một mô hình cho khu chợ."],
        ["أريد أن أشرح لزملائي كيف وصلت إلى الحل.", "أريد أن أصمم خريطة لحينا."],
    ]
    static let views: Phrases = [
        ["I can do it with a table, but not yet say why it works.", "I am sure of this now."],
        ["Ya lo entiendo cuando lo dibujo.", "Todavía me cuesta explicarlo con palabras."],
        ["Em làm được khi có hình vẽ.", "Em cần thêm thời gian để hiểu rõ."],
        ["أفهمها عندما أرسمها.", "أحتاج إلى مثال آخر."],
    ]
    static let statements: Phrases = [
        ["I like to find out why things hold.", "I learn best when we build something together."],
        ["Me gusta descubrir por qué las cosas funcionan.", "Aprendo mejor cuando construimos algo juntos."],
        ["Em thích tìm hiểu vì sao mọi thứ đứng vững.", "Em học tốt nhất khi cùng làm với các bạn."],
        ["أحب أن أكتشف لماذا تعمل الأشياء.", "أتعلم أفضل عندما نبني شيئا معا."],
    ]
    static let notes: Phrases = [
        ["I want to try the joints again.", "Can someone look at it with me?"],
        ["¿Me pueden explicar el texto otra vez?", "Necesito las palabras en español."],
        ["Em muốn xem lại cách làm.", "Em cần giúp với từ mới."],
        ["هل يمكن أن نعيد الشرح؟", "أحتاج إلى الكلمات بالعربية."],
    ]
    static let answers: Phrases = [
        ["I would like that.", "My friends go there too."],
        ["¡Sí, con mucho gusto!", "Mi mamá también quiere."],
        ["Em rất muốn tham gia.", "Gia đình em đồng ý."],
        ["نعم، أود ذلك.", "عائلتي موافقة."],
    ]
    static let invitations: Phrases = [
        ["Everyone in this unit is invited.", "We would like you to join."],
        ["Invitamos a todas y todos los de esta unidad.", "Nos gustaría que participaras."],
        ["Mời tất cả các em trong bài học này.", "Thầy cô mời em tham gia."],
        ["ندعو الجميع في هذه الوحدة.", "نود أن تشارك معنا."],
    ]

    static let feedback: [StaticString] = [
        "Your picture shows the right idea. What stays the same when both amounts grow?",
        "The table is complete. Which row tells you the most, and why?",
        "You found one way. Show your neighbour, and look for a second one.",
        "The arch holds. What happens when the load moves to one side?",
    ]
    static let narratives: [StaticString] = [
        "Explains the method to others and answers their questions.",
        "Checks the result against a second way and finds the difference.",
        "Carries the idea over to a situation that was not talked about in class.",
        "Chooses the quantities, and says where the model ends.",
    ]
    static let rationales: [StaticString] = [
        "Two pieces from two situations, both explained without help.",
        "The second piece shows it in a new situation.",
        "Both readers saw the same in the evidence.",
    ]

    static let supports: [StaticString] = [
        "Double number line", "Sentence starters", "Worked example", "Extra time", "Partner to talk it through",
    ]
    static let tasks: [StaticString] = [
        "Paint mixtures", "Map of the neighbourhood", "Market day", "Bridge of paper strips", "Recipe for the canteen",
        "Water for the garden", "Shadow and height", "Bus timetable", "Sound of strings", "Model of the schoolyard",
    ]
    static let contexts: [StaticString] = [
        "Classwork", "Lab", "Community project", "Presentation to another class", "Portfolio talk",
    ]
}
