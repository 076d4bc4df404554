"""The words and sentence patterns of *bank*: simple English with five words of two senses each.

In half of the patterns the sense is told before the word (*The creek flooded the bank*); in the
others after it, and up to *The bank …* or *Tom said that the bank …* both senses are alike.
"""

from embviz.text.sample_grammar.grammar import Table, patterns, tables
from embviz.text.sample_grammar.two_senses import groups, topics

TOPICS = tables("""
    bank/river
    what    words
    kin     meadow|path|dock|mill|cottage
    did     bordered|touched|overlooked
    how     deep|cold|wide|muddy
    things  river|stream|creek|canal|brook|waterway|tributary|channel
    undid   flooded|reached|passed
    places  village|valley|canyon|countryside
    named   riverside|rivers

    bank/money
    what    words
    kin     shop|office|hotel|factory|company
    did     paid|hired|trusted
    how     young|busy|careful|polite
    things  cashier|banker|clerk|accountant|guard|manager|secretary|teller
    undid   joined|left|served
    places  city|capital|suburb|market
    named   businesses|staff

    bat/animal
    what    words
    kin     owl|fox|badger|hedgehog|raccoon
    did     hunted|chased|scared
    how     tiny|brown|noisy|lazy
    things  moth|beetle|cricket|spider|grasshopper|mosquito|wasp|firefly
    undid   feared|heard|avoided
    places  cave|barn|forest|attic
    named   night animals|insects

    bat/baseball
    what    words
    kin     glove|helmet|cap|jersey|mask
    did     helped|pleased|delighted
    how     famous|tired|proud|lucky
    things  pitcher|catcher|fielder|shortstop|captain|runner|batter|rookie
    undid   dropped|lost|borrowed
    places  stadium|ballpark|tournament|league
    named   baseball gear|players

    seal/animal
    what    words
    kin     whale|walrus|dolphin|shark|turtle
    did     caught|swallowed|followed
    how     slippery|quick|pale|shiny
    things  herring|squid|shrimp|mackerel|crab|sardine|anchovy|eel
    undid   escaped|dodged|fled
    places  ocean|sea|bay|gulf
    named   sea animals|seafood

    seal/letter
    what    words
    kin     stamp|ribbon|crest|emblem|signature
    did     marked|decorated|adorned
    how     royal|secret|ancient|official
    things  letter|scroll|document|treaty|decree|charter|contract|certificate
    undid   bore|displayed|required
    places  palace|castle|court|archive
    named   marks|papers

    spring/season
    what    words
    kin     summer|breeze|morning|sunrise|thaw
    did     warmed|awakened|brightened
    how     white|fragrant|delicate|tender
    things  tulip|rose|daisy|violet|lily|crocus|orchid|poppy
    undid   welcomed|awaited|greeted
    places  garden|park|orchard|greenhouse
    named   fair weather|flowers

    spring/metal
    what    words
    kin     screw|bolt|wheel|hinge|magnet
    did     held|pushed|turned
    how     rusty|loose|stiff|broken
    things  lever|lid|needle|pedal|button|latch|knob|cog
    undid   pressed|bent|scratched
    places  clock|watch|camera|toaster
    named   fasteners|moving parts

    crane/bird
    what    words
    kin     heron|stork|egret|ibis|gull
    did     grabbed|spotted|pecked
    how     green|slimy|careless|sleepy
    things  frog|snail|newt|toad|worm|tadpole|slug|salamander
    undid   noticed|fooled|watched
    places  marsh|swamp|pond|reeds
    named   wading birds|small prey

    crane/machine
    what    words
    kin     truck|digger|bulldozer|tractor|forklift
    did     lifted|carried|moved
    how     heavy|cracked|dusty|solid
    things  beam|plank|pipe|brick|tile|girder|slab|panel
    undid   blocked|damaged|hit
    places  garage|warehouse|quarry|tunnel
    named   machines|building materials
""")

TABLES: dict[str, Table] = {
    "topics": topics(TOPICS),
    "people": tuple({"word": word} for word in "Tom Ben Anna Mary he she we they".split()),
}

PATTERNS = patterns("""
    # Told after
    400  [The|A] {t.kin:topics} {t.did} the {t.how} {t.things} in the {t.places}.
    400  [The|A] {t.kin:topics} in the {t.places} {t.did} the {t.things}.
    400  [Soon|Later|Once] [the|a] {t.kin:topics} {t.did} the {t.things} in the {t.places}.
    400  {p:people} [said|saw|knew] that the {t.kin:topics} {t.did} the {t.how} {t.things}.
    # Told before
    400  The {t.things:topics} was {t.did} by [the|a] {t.kin}.
    400  In the {t.places:topics} the {t.how} {t.things} {t.undid} [the|a] {t.kin}.
    400  The {t.how:topics} {t.things} in the {t.places} {t.undid} [the|a] {t.kin}.
    400  {p:people} [said|saw|knew] that the {t.how:topics} {t.things} {t.undid} the {t.kin}.
""")

GROUPS = groups(TOPICS)

FAMILIES = {
    "water": ("riverside", "rivers", "sea animals", "seafood"),
    "money": ("businesses", "staff"),
    "animals": ("night animals", "insects", "wading birds", "small prey"),
    "baseball": ("baseball gear", "players"),
    "letters": ("marks", "papers"),
    "garden": ("fair weather", "flowers"),
    "things": ("fasteners", "moving parts", "machines", "building materials"),
}

ANALOGIES: list[tuple[str, str, str, str]] = []
