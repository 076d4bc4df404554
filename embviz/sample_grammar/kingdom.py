"""The words and sentence patterns of *kingdom*: simple English about people, animals, food, the
world, and things done yesterday and tomorrow.
"""

from itertools import combinations

from embviz.sample_grammar.grammar import Table, patterns, table, words

_GENDER = table("""
    gender  he   his  him  himself  sir
    m       he   his  him  himself  sir
    f       she  her  her  herself  lady
""")


def _people(text: str, the: str) -> Table:
    """A table of persons, with the pronouns of their gender and, as `who`, their article."""
    pronouns = {row["gender"]: row for row in _GENDER}
    return tuple(
        row | pronouns[row["gender"]] | {"who": f"{the} {row['word']}"} for row in table(text)
    )


ROYALS = _people(
    """
    word      gender  does
    king      m       sat on his [old|golden] throne|wore his [old|golden] crown
    queen     f       sat on her [old|golden] throne|wore her [old|golden] crown
    prince    m       waited in the [old|dark] tower|was afraid of the [big|old] dragon
    princess  f       waited in the [old|dark] tower|was afraid of the [big|old] dragon
    duke      m       came in his [old|new] carriage|hunts with his horse
    duchess   f       came in her [old|new] carriage|hunts with her horse
    """,
    the="the",
)

FOLK = _people(
    """
    word   gender  does
    man    m       works in a [small|new] shop|sold his old hat
    woman  f       works in a [small|new] shop|sold her old hat
    boy    m       has a [small|new] kite|goes to school every day
    girl   f       has a [small|new] kite|goes to school every day
    """,
    the="the",
)

KIN = _people(
    """
    word      gender  does
    father    m       works every day|loves all the children
    mother    f       works every day|loves all the children
    son       m       is three weeks old|is still very small
    daughter  f       is three weeks old|is still very small
    brother   m       lives in the room next to mine|is my twin
    sister    f       lives in the room next to mine|is my twin
    uncle     m       lives by the sea|came with a big ship
    aunt      f       lives by the sea|came with a big ship
    """,
    the="my|our|your",
)

WILD = table("""
    word
    lion
    tiger
    wolf
    bear
    fox
""")

TAME = table("""
    word   young   does
    cat    kitten  caught a [small|black|white] mouse
    dog    puppy   found [a|an old|a big|a white] bone
    cow    calf    wears a [small|new|golden|big] bell
    horse  foal    jumped over the [old|new|white] fence
    sheep  lamb    has [warm|soft|white|black] wool
    pig    piglet  sleeps in the [warm|soft|black] mud
""")

FRUIT = table("""
    word
    apple
    pear
    plum
    peach
    cherry
""")

MEALS = table("""
    word
    bread
    cheese
    soup
    meat
    rice
""")

DRINKS = table("""
    word   cup
    milk   cup|glass
    water  cup|glass
    tea    cup
    wine   glass
    juice  glass
""")

WORLD = table("""
    country  capital  language
    France   Paris    French
    Italy    Rome     Italian
    Spain    Madrid   Spanish
    Germany  Berlin   German
    Greece   Athens   Greek
    Poland   Warsaw   Polish
    Japan    Tokyo    Japanese
    China    Beijing  Chinese
""")

DEEDS = table("""
    now    past     what
    walk   walked   to the [old|new|big] market|along the [old|new|dark] road
    climb  climbed  the [big|small|old] hill|the [big|small|old] tree
    swim   swam     in the [cold|big|warm] river|in the [cold|warm|small] lake
    sing   sang     [a new|an old|a good] song|all the songs
    dance  danced   to the [good|new|old] music|with [good|new] music
    paint  painted  [a|a new|a small|a beautiful] picture|the [old|new|big] door
    write  wrote    [a|a new|a long|a good] letter|a [new|good|long] book
    cook   cooked   [a good|a warm|our] dinner|in the [new|small|warm] kitchen
""")

TABLES: dict[str, Table] = {
    "royals": ROYALS,
    "folk": FOLK,
    "kin": KIN,
    "persons": ROYALS + FOLK + KIN,
    "wild": WILD,
    "tame": TAME,
    "fruit": FRUIT,
    "meals": MEALS,
    "drinks": DRINKS,
    "world": WORLD,
    "deeds": DEEDS,
}

PATTERNS = patterns("""
    # Royalty
    30  The {x:royals} and the {y:royals} live in [the|an old|a big] palace.
    30  The {x:royals} gave the {y:royals} a golden [ring|cup].
    30  The knight bowed to the {x:royals} [and|but not] to the {y:royals}.
    30  The knight gave the {x:royals} {x.his} [golden|old|new] [sword|ring].
    60  The {x:royals} {x.does}.

    # Common people
    30  A [poor|young|tired] {x:folk} from the village lost {x.his} [hat|key] in the street.
    30  The [poor|young|old] {x:folk} met a [poor|young|old] {y:folk} in the street.
    30  The [poor|young|old] {x:folk} has a [small|new|good] house in [our|the] village.
    40  The [poor|young|old] {x:folk} {x.does}.

    # Kin
    40  My {x:kin} and [my|your] {y:kin} live together in the same house.
    40  I love [my|our|your] {x:kin} and [my|our|your] {y:kin} with all my heart.
    40  Today is the birthday of [my|our|your] {x:kin} and [my|our|your] {y:kin}.
    80  [My|Our|Your] {x:kin} {x.does}.

    # Anybody: he and she
    60  {x.who:persons} saw {x.himself} in the [old|new|small] mirror, and {x.he} smiled.
    60  {x.who:persons} lost {x.his} [old|new] [key|ring], but {x.he} found it in {x.his} [room|house].
    60  {x.who:persons} said that {x.he} was [happy|tired|hungry] and that {x.he} loved {x.his} [house|village|garden].
    60  "Good [morning|evening], {x.sir}," I said to {x.who:persons}, and {x.he} smiled.
    60  I met {x.who:persons} [today|in the garden|in the street], and I gave {x.him} {x.his} [hat|key|ring].

    # Wild animals
    25  A {x:wild} and a {y:wild} live in the [dark|old|cold] forest.
    25  The hunter saw a [big|young|wild|dangerous] {x:wild} in the [dark|old|cold] forest.
    30  {p.who:persons} was afraid of the [big|wild|dangerous] {x:wild}.
    25  The {x:wild} hunts at night in the [dark|old|cold] forest.
    20  The {x:wild} and the {y:wild} are [wild and dangerous|dangerous wild] animals.

    # Tame animals
    30  The farmer has a [big|black|white] {x:tame} and a [young|black|old] {y:tame}.
    30  The farmer fed the [old|big|black] {x:tame} and the [young|black|white] {y:tame} in the barn.
    25  The {x:tame} sleeps in the barn with the [old|big|black|white] {y:tame}.
    20  The farmer sold a [big|black|white] {x:tame} at the market.
    60  The [old|big|black|white] {x:tame} {x.does}.

    # Young animals
    25  The little {x.young:tame} is only [two|three|four] weeks old.
    25  The children love the little {x.young:tame} and the little {y.young:tame}.
    30  {p.who:persons} loves {p.his} little {x.young:tame}.
    25  The little {x.young:tame} has [soft|small|black|white] ears.
    50  The little {x.young:tame} {x.does}.
    25  The [old|big|black|white] {x:tame} has a little {x.young}.
    16  [A|Every] {x.young:tame} is a [young|small|little] {x}.

    # Food
    30  I picked a [ripe|sweet] {x:fruit} and a [ripe|sweet] {y:fruit} from the tree.
    30  There is a {x:fruit} and a [ripe|sweet] {y:fruit} in the basket.
    40  {p.who:persons} put a [ripe|sweet] {x:fruit} in {p.his} basket.
    30  We eat [hot|warm|cold] {x:meals} with [some|a little] {y:meals}.
    30  There is [some|a little] {x:meals} and some {y:meals} on the plate.
    40  {p.who:persons} put some [hot|warm|cold] {x:meals} on {p.his} plate.
    30  I drink a {x.cup} of {x:drinks} and you drink a {y.cup} of {y:drinks}.
    30  Would you like some {x:drinks} or some [cold|warm] {y:drinks}?
    40  {p.who:persons} poured [some|a little] {x:drinks} into {p.his} {x.cup}.

    # The world
    40  {x.capital:world} is the [old|big|beautiful|rich] capital of {x.country}.
    30  {x.country:world} is a [big|beautiful|rich] country, and {x.capital} is its capital.
    30  The {p:royals} of {x.country:world} has a palace in {x.capital}.
    30  We saw {x.country:world} and {y.country:world} on the map.
    20  [My|Your] {p:kin} lives in the [old|big|beautiful] city of {x.capital:world}.
    20  [Many|All the|The] people in {x.country:world} are [happy|rich|poor].
    30  The people of {x.country:world} speak {x.language} [every day|at home].
    30  In the [old|big|beautiful] city of {x.capital:world} they speak {x.language}.
    30  The [old|slow|last] train from {x.capital:world} to {y.capital:world} is late.
    30  [I|You|We|They] can speak {x.language:world}, but not {y.language:world}.
    20  This [old|new|good] book is in {x.language:world}, not in {y.language:world}.
    30  [The children|We] learn {x.language:world} at school in [{x.country}|{x.capital}].

    # What was done, and what will be done
    50  Yesterday [I|you|he|she|we|they|the children] {x.past:deeds} {x.what}.
    40  [I|You|He|She|We|They] {x.past:deeds} {x.what} [last night|last week|a week ago].
    40  [Yesterday|Last week] [I|you|he|she|we|they|the children] {x.past:deeds} and {y.past:deeds}.
    50  Tomorrow [I|you|he|she|we|they|the children] will {x.now:deeds} {x.what}.
    40  [I|You|He|She|We|They] [must|can] {x.now:deeds} {x.what} [today|tomorrow].
    40  [Tomorrow|Today] [I|you|he|she|we|they|the children] will {x.now:deeds} and {y.now:deeds}.
    30  Let us {x.now:deeds} {x.what} [today|tomorrow|again]!
    20  Yesterday [we|they] {x.past:deeds} {x.what}, and tomorrow [we|they] will {x.now} again.
""")

GROUPS = {
    "royalty": words(ROYALS),
    "people": words(FOLK),
    "kin": words(KIN),
    "wild animals": words(WILD),
    "tame animals": words(TAME),
    "young animals": words(TAME, "young"),
    "fruit": words(FRUIT),
    "meals": words(MEALS),
    "drinks": words(DRINKS),
    "countries": words(WORLD, "country"),
    "capitals": words(WORLD, "capital"),
    "languages": words(WORLD, "language"),
    "now": words(DEEDS, "now"),
    "past": words(DEEDS, "past"),
}

FAMILIES = {
    "people": ("royalty", "people", "kin"),
    "animals": ("wild animals", "tame animals", "young animals"),
    "food": ("fruit", "meals", "drinks"),
    "world": ("countries", "capitals", "languages"),
    "deeds": ("now", "past"),
}


def _pairs(rows: Table, a: str, b: str) -> list[tuple[str, str]]:
    return list(zip(words(rows, a), words(rows, b), strict=True))


def _couples(rows: Table) -> list[tuple[str, str]]:
    """He and she, who stand one after the other in the tables of persons."""
    names = words(rows)
    return list(zip(names[::2], names[1::2], strict=True))


def _analogies(pairs: list[tuple[str, str]]) -> list[tuple[str, str, str, str]]:
    return [(*first, *second) for first, second in combinations(pairs, 2)]


ANALOGIES = (
    ("man", "king", "woman", "queen"),
    ("boy", "prince", "girl", "princess"),
    *_analogies(_couples(FOLK + ROYALS + KIN)),
    *_analogies(_pairs(WORLD, "country", "capital")),
    *_analogies(_pairs(WORLD, "country", "language")),
    *_analogies(_pairs(DEEDS, "now", "past")),
    *_analogies(_pairs(TAME, "word", "young")),
)
