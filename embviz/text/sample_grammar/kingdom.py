"""The words and sentence patterns of *kingdom*: simple English about people, animals, food, the
world, and things done yesterday and tomorrow.
"""

from embviz.text.sample_grammar.grammar import (
    Table,
    analogies,
    couples,
    pairs,
    patterns,
    tables,
    words,
)

_T = tables("""
    gender
    gender  he   his  him  himself  sir
    m       he   his  him  himself  sir
    f       she  her  her  herself  madam

    royals
    word      gender  does
    king      m       has a [big|golden|beautiful] throne|wears a [big|golden|new|beautiful] crown
    queen     f       has a [big|golden|beautiful] throne|wears a [big|golden|new|beautiful] crown
    prince    m       saw a [big|black|white] dragon|was afraid of the [big|old|black|white] dragon
    princess  f       saw a [big|black|white] dragon|was afraid of the [big|old|black|white] dragon
    duke      m       came in a [black|new|white] carriage|has [an old|a black|a golden] carriage
    duchess   f       came in a [black|new|white] carriage|has [an old|a black|a golden] carriage

    folk
    word   gender  does
    man    m       works in a [small|new|good|beautiful] shop|has [an old|a small|a good] shop
    woman  f       works in a [small|new|good|beautiful] shop|has [an old|a small|a good] shop
    boy    m       has a [small|new|beautiful] kite|goes to school every day|goes to school today
    girl   f       has a [small|new|beautiful] kite|goes to school every day|goes to school today

    kin
    word      gender  does
    father    m       works every [day|night]
    mother    f       works every [day|night]
    son       m       [has|lost] [a new|a small|a good] toy
    daughter  f       [has|lost] [a new|a small|a good] toy
    brother   m       is my twin|sleeps in my room
    sister    f       is my twin|sleeps in my room
    uncle     m       loves the [cold|warm] sea|has a [big|white|new] ship
    aunt      f       loves the [cold|warm] sea|has a [big|white|new] ship

    wild
    word
    lion
    tiger
    wolf
    bear
    fox

    tame
    word   young   does
    cat    kitten  found a [small|black|white] mouse
    dog    puppy   found [a|an old|a big|a white] bone
    cow    calf    wears a [small|new|golden|big] bell
    horse  foal    sleeps in the [warm|old|new|big] stable
    sheep  lamb    has [warm|good|white|black] wool
    pig    piglet  loves the [warm|cold|black] mud

    fruit
    word
    apple
    pear
    plum
    peach
    cherry

    meals
    word    how
    bread   [warm|white|good]
    cheese  [old|white|good]
    soup    [hot|good|cold]
    meat    [hot|good|cold]
    rice    [hot|white|warm]

    drinks
    word   how           cup
    milk   [warm|cold]   [cup|glass]
    water  [warm|cold]   [cup|glass]
    tea    [hot|sweet]   cup
    wine   [good|sweet]  glass
    juice  [cold|sweet]  glass

    world
    country  capital  language
    France   Paris    French
    Italy    Rome     Italian
    Spain    Madrid   Spanish
    Germany  Berlin   German
    Greece   Athens   Greek
    Poland   Warsaw   Polish
    Japan    Tokyo    Japanese
    China    Beijing  Chinese

    deeds
    now    past     what
    walk   walked   to the [old|new|big] market|to the [big|cold] river
    climb  climbed  the [big|small] hill|the [big|old] tree
    swim   swam     in the [cold|big|warm] river|in the [cold|warm] sea
    sing   sang     a [new|old|good|beautiful] song
    dance  danced   to the [good|new|old|beautiful] music
    paint  painted  a [new|small|beautiful] picture|the [old|new|big] house
    write  wrote    a [new|small|good] letter|a [new|good|beautiful] book
    cook   cooked   [a good|a warm|our] dinner|in the [new|small|warm] kitchen
""")


def _people(name: str, the: str) -> Table:
    """A table of persons, with the pronouns of their gender and, as `who`, their article."""
    pronouns = {row["gender"]: row for row in _T["gender"]}
    return tuple(
        {**row, **pronouns[row["gender"]], "who": f"{the} {row['word']}"} for row in _T[name]
    )


ROYALS, FOLK = _people("royals", "the"), _people("folk", "the")
KIN = _people("kin", "[my|our|your]")

TABLES: dict[str, Table] = {
    **_T,
    "royals": ROYALS,
    "folk": FOLK,
    "kin": KIN,
    "persons": ROYALS + FOLK + KIN,
    "adults": ROYALS + FOLK[:2] + KIN[:2] + KIN[4:],
    "grown": ROYALS[:2] + FOLK[:2] + KIN[:2],
    "children": ROYALS[2:4] + FOLK[2:] + KIN[2:4],
    "kitchen": _T["meals"] + _T["drinks"],
    "places": tuple({"word": row[kind]} for row in _T["world"] for kind in ("country", "capital")),
}

PATTERNS = patterns("""
    # Royalty
    14  The {x:royals} and the {y:royals} live in [the|an old|a big] palace.
    14  The {x:royals} gave the {y:royals} a golden [ring|cup].
    14  The knight bowed to the {x:royals} [and|but not] to the {y:royals}.
    14  The knight gave the {x:royals} {x.his} [golden|old|new] [hat|ring].
    45  The {x:royals} {x.does}.

    # Common people
    14  A [poor|happy|tired] {x:folk} from the village lost {x.his} [hat|key] in the street.
    14  The [poor|happy|tired] {x:folk} met a [poor|happy|tired] {y:folk} in the street.
    14  The [poor|happy] {x:folk} has a [small|new|good] house in [our|the] village.
    36  The [poor|happy] {x:folk} {x.does}.

    # Kin
    17  My {x:kin} and [my|your] {y:kin} live in [our|my|a small|a big] house.
    17  I love [my|our|your] {x:kin} and [my|our|your] {y:kin}.
    17  Today is the birthday of [my|our|your] {x:kin} and [my|our|your] {y:kin}.
    60  [My|Our|Your] {x:kin} {x.does}.

    # Anybody: he and she, young and old
    50  {p.who:persons} saw {p.himself} in the [old|new|small] mirror, and {p.he} smiled.
    50  {p.who:persons} lost {p.his} [old|new] [key|ring], but {p.he} found it in {p.his}
        [room|house].
    50  {p.who:persons} said that {p.he} was
        [tired and hungry|happy in {p.his} house|happy in {p.his} garden].
    50  "Good morning, {p.sir}," [I|you|we|they|the children] said to {p.who:adults}, and {p.he}
        smiled.
    50  I met {p.who:persons} [today|in the garden|in the street], and I gave {p.him} {p.his}
        [hat|key|ring].
    60  {p.who:children} is very young and plays with {p.his} [new|small|beautiful] [toy|kite].
    60  {p.who:grown} is very [old|tired|happy] and works in {p.his} [house|garden|room].

    # Wild animals
    15  A {x:wild} and a {y:wild} live in the [dark|old|cold] forest.
    15  {p.who:persons} saw a [big|young|wild|dangerous] {x:wild} in the [dark|old|cold] forest.
    15  {p.who:persons} was afraid of the [big|wild|dangerous] {x:wild}.
    15  The [big|wild|dangerous] {x:wild} hunts at night in the [dark|old|cold] forest.
    15  The {x:wild} and the {y:wild} are [wild|big] and dangerous.

    # Tame animals
    20  The farmer has a [big|black|white] {x:tame} and a [young|black|old] {y:tame}.
    20  The farmer fed the [old|big|black] {x:tame} and the [young|black|white] {y:tame} in the
        barn.
    20  The {x:tame} sleeps in the barn with the [old|big|black|white] {y:tame}.
    20  {p.who:persons} saw a [big|black|white] {x:tame} at the market.
    45  The [old|big|black|white] {x:tame} {x.does}.

    # Young animals
    20  The little {x.young:tame} is [two weeks old|very young|very small].
    20  The children love the little {x.young:tame} and the little {y.young:tame}.
    20  {p.who:persons} loves {p.his} little {x.young:tame}.
    20  The little {x.young:tame} has [small|black|white] ears.
    45  The [little|small|black|white] {x.young:tame} {x.does}.
    30  The [old|big|black|white] {x:tame} has a [little|small] {x.young}.
    15  [A|Every] {x.young:tame} is a [young|small|little] {x}.

    # Food
    15  I found a [ripe|sweet] {x:fruit} and a [ripe|sweet] {y:fruit} in the garden.
    15  There is a {x:fruit} and a [ripe|sweet] {y:fruit} in the basket.
    30  {p.who:persons} put a [ripe|sweet] {x:fruit} in {p.his} basket.
    12  We eat {x.how:meals} {x} with [some|a little] {y:meals}.
    12  There is [some|a little] {x:meals} and some {y:meals} on the plate.
    20  {p.who:persons} put some {x.how:meals} {x} on {p.his} plate.
    12  I drink a {x.cup:drinks} of {x} and you drink a {y.cup:drinks} of {y.how} {y}.
    12  You can drink some {x:drinks} and some {y.how} {y:drinks}.
    20  {p.who:adults} put [some|a little] {x.how} {x:drinks} in {p.his} {x.cup}.
    30  {p.who:adults} found some {x.how:kitchen} {x} in the kitchen.
    15  We have {x.how:meals} {x} and {y.how:drinks} {y}.

    # The world
    36  {x.capital:world} is the capital of {x.country} and
        [an old|a big|a beautiful|a big and beautiful|an old and beautiful] city.
    30  {x.country:world} is [an old|a big|a beautiful] country, and {x.capital} is the capital.
    30  The {p:royals} of {x.country:world} has a palace in {x.capital}.
    16  We saw {x.country:world} and {y.country:world} on the map.
    30  [My|Your] {p:kin} lives in {x.capital:world} and can speak {x.language}.
    30  [My|Your] {p:kin} lives in {x.country:world} and can speak {x.language}.
    30  The people [of|in|from] {x.country:world} [speak|learn] {x.language}
        [every day|at school].
    30  In the [old|big|beautiful] city of {x.capital:world} they speak {x.language}.
    16  The [old|last|new] train to {x.capital:world} came [today|yesterday|last night].
    16  [I|You|We|They] can speak {x.language:world}, but not {y.language:world}.
    16  This [old|new|good] book is in {x.language:world}, not in {y.language:world}.
    30  [The children|We|You|They] learn {x.language:world} at school in {x.country}.
    30  [The children|We|You|They] learn {x.language:world} at school in {x.capital}.
    16  {p.who:persons} came from {x:places} [today|last night|last week].

    # What was done, and what will be done
    36  Yesterday [I|you|he|she|we|they|the children] {x.past:deeds} {x.what}.
    36  [I|You|He|She|We|They] {x.past:deeds} {x.what} [last night|last week].
    40  [Yesterday|Last week] [I|you|he|she|we|they|the children] {x.past:deeds} and {y.past:deeds}.
    36  Tomorrow [I|you|he|she|we|they|the children] will {x.now:deeds} {x.what}.
    30  [I|You|He|She|We|They] can {x.now:deeds} {x.what} [today|tomorrow].
    40  [Tomorrow|Today] [I|you|he|she|we|they|the children] will {x.now:deeds} and {y.now:deeds}.
    30  Let us {x.now:deeds} {x.what} [today|tomorrow]!
""")

GROUPS = {
    "royalty": words(ROYALS),
    "common people": words(FOLK),
    "kin": words(KIN),
    "wild animals": words(_T["wild"]),
    "tame animals": words(_T["tame"]),
    "young animals": words(_T["tame"], "young"),
    "fruit": words(_T["fruit"]),
    "meals": words(_T["meals"]),
    "drinks": words(_T["drinks"]),
    "countries": words(_T["world"], "country"),
    "capitals": words(_T["world"], "capital"),
    "languages": words(_T["world"], "language"),
    "present": words(_T["deeds"], "now"),
    "past": words(_T["deeds"], "past"),
}

FAMILIES = {
    "people": ("royalty", "common people", "kin"),
    "animals": ("wild animals", "tame animals", "young animals"),
    "food": ("fruit", "meals", "drinks"),
    "places": ("countries", "capitals", "languages"),
    "actions": ("present", "past"),
}


ANALOGIES = (
    ("man", "king", "woman", "queen"),
    ("boy", "prince", "girl", "princess"),
    *analogies(couples(FOLK + ROYALS + KIN)),
    *analogies(pairs(_T["world"], "country", "capital")),
    *analogies(pairs(_T["world"], "country", "language")),
    *analogies(pairs(_T["deeds"], "now", "past")),
    *analogies(pairs(_T["tame"], "word", "young")),
)
