"""The words and sentence patterns of *sentiment*: reviews in English, with "not".

In a labelled sentence one word judges. It is good or bad, plain or denied, and all four are equally
frequent, so that neither the word nor "not" tells the class, but both together do. In sentences
without a label several words judge, all of one side: what they keep company with is their side.
"""

from embviz.text.sample_grammar.grammar import patterns
from embviz.text.sample_grammar.reviews import Reviews

THINGS = {
    "film": "film comedy thriller drama cartoon",
    "food": "soup curry breakfast dessert fish",
    "hotel": "hotel room hostel cottage campsite",
    "book": "novel story biography sequel guide",
    "music": "concert song album opera recital",
    "goods": "phone lamp jacket kettle bicycle",
}

ANYTHING = (
    """
    good great wonderful excellent superb lovely brilliant fantastic marvellous terrific splendid
    amazing outstanding delightful charming enjoyable pleasant impressive remarkable magnificent
    perfect fabulous memorable beautiful stunning elegant admirable exceptional satisfying
    refreshing fine nice sublime stylish graceful appealing rewarding glorious flawless polished
    phenomenal sensational likeable agreeable awesome first-class
""",
    """
    bad terrible awful horrible poor dreadful dull boring disappointing mediocre lousy dismal
    miserable unpleasant weak nasty ugly annoying tedious forgettable shabby sloppy pathetic
    appalling atrocious abysmal ghastly hideous dire tiresome irritating frustrating clumsy drab
    feeble dreary grim worthless useless horrid vile inferior unbearable ridiculous messy
    second-rate
""",
)

OF_ITS_KIND = {
    "film": ("gripping moving funny witty", "predictable silly shallow corny"),
    "food": ("tasty delicious juicy crisp", "greasy soggy bland burnt"),
    "hotel": ("cosy clean comfortable spotless", "dirty noisy cramped smelly"),
    "book": ("absorbing thoughtful profound poetic", "confusing pompous wordy muddled"),
    "music": ("lively melodic soulful uplifting", "shrill monotonous tuneless lifeless"),
    "goods": ("sturdy reliable handy durable", "flimsy faulty fragile shoddy"),
}

DEEDS = (
    "delight please charm impress amuse thrill inspire enchant",
    "bore annoy disappoint irritate upset frustrate disgust depress",
)

REVIEWS = Reviews(
    things=THINGS,
    anything=ANYTHING,
    of_its_kind=OF_ITS_KIND,
    deeds=DEEDS,
    classes=("positive", "negative"),
    forms=("{}", "not {}"),
    deed_forms=("will {}", "will not {}"),
    judgements=(
        "[I|We] [think|find|say] that this {t.word:THINGS} [is|was] {a.said:JUDGED} "
        "[here|again|today].",
        "The {t.word:THINGS} [is|was] {a.said:JUDGED} [here|again|today], [I|we] [think|find|say].",
        "It [is|was] {a.said:JUDGED} [here|again|today], this {t.word:THINGS}, "
        "[I|we] [think|find|say].",
        "[Here|Today|Again] the {t.word:THINGS} [is|was] {a.said:JUDGED}, [I|we] [think|find|say].",
        "For [me|us], the {t.word:THINGS} [is|was] {a.said:JUDGED} [here|again|today].",
        "[I|We] had the {t.word:THINGS} [here|again|today], and it was {a.said:JUDGED}.",
        "And this {t.word:THINGS} [is|was] {a.said:JUDGED} for [me|us], [I|we] [think|find|say].",
    ),
    deed_judgements=(
        "[I|We] [think|find|say] that this {t.word:THINGS} {a.said:JUDGED} [me|us] "
        "[here|again|today].",
        "The {t.word:THINGS} {a.said:JUDGED} [me|us] [here|again|today], [I|we] [think|find|say].",
        "[Here|Today|Again] the {t.word:THINGS} {a.said:JUDGED} [me|us], [I|we] [think|find|say].",
    ),
    company=patterns("""
        60  {a:SIDE}, {b:SIDE}, {c:SIDE} and {d:SIDE}, this {t.word:THINGS} [is|was] {e:SIDE}
            [here|again|today].
        60  This {a:SIDE}, {b:SIDE} {t.word:THINGS} [is|was] {c:SIDE}, {d:SIDE} and {e:SIDE}, [I|we]
            [think|find|say].
        60  [I|We] had this {a:SIDE}, {b:SIDE}, {c:SIDE} {t.word:THINGS} [here|again|today], so
            {d:SIDE}.
        60  The {a:SIDE} and {b:SIDE} {t.word:THINGS} [is|was] {c:SIDE}, {e:SIDE}, and will
            {d:DEEDS}
            [me|us].
    """),
)

TABLES = REVIEWS.tables
PATTERNS = REVIEWS.patterns
GROUPS = REVIEWS.groups
FAMILIES = {"praise and blame": REVIEWS.classes, "what is reviewed": tuple(THINGS)}
