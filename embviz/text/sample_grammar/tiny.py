"""The words and sentence patterns of *tiny*: so few sentences that the eye can follow them."""

from embviz.text.sample_grammar.grammar import patterns, tables, words

TABLES = tables("""
    people
    word   he   wears  eats    drinks  pet
    king   he   crown  bread   milk    dog
    queen  she  crown  cheese  water   cat
    man    he   hat    soup    tea     cow
    woman  she  hat    rice    juice   horse

    animals
    word   home
    dog    house
    cat    house
    cow    barn
    horse  barn

    food
    word    with
    bread   cheese
    cheese  soup
    soup    rice
    rice    bread

    drinks
    word   with
    milk   water
    water  tea
    tea    juice
    juice  milk
""")

# Four sentences for four rows: each word of a table comes once in each pattern.
PATTERNS = patterns("""
    4  The {x:people} has a {x.wears}, and {x.he} is happy.
    4  The {x:people} wears the {x.wears}, and {x.he} smiles.
    4  The {x:people} has a {x.pet}.
    4  The {x:people} eats {x.eats}.
    4  The {x:people} drinks {x.drinks}.
    4  The {x:animals} runs in the garden.
    4  The {x:animals} sleeps in the {x.home}.
    4  There is {x:food} and {x.with} on the plate.
    4  There is {x:drinks} and {x.with} in the cup.
""")

GROUPS = {
    "people": words(TABLES["people"]),
    "animals": words(TABLES["animals"]),
    "food": words(TABLES["food"]),
    "drinks": words(TABLES["drinks"]),
}

FAMILIES = {
    "people": ("people",),
    "animals": ("animals",),
    "food and drinks": ("food", "drinks"),
}

ANALOGIES = (
    ("man", "king", "woman", "queen"),
    ("man", "woman", "king", "queen"),
    ("man", "he", "woman", "she"),
    ("king", "he", "queen", "she"),
    ("man", "hat", "king", "crown"),
    ("woman", "hat", "queen", "crown"),
    ("dog", "house", "cow", "barn"),
    ("cat", "house", "horse", "barn"),
)
