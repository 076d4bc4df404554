"""The words and sentence patterns of *topics*: eight topics in simple English.

Each sentence has two or three words of its topic and, as often as not, one of another.
"""

from embviz.text.sample_grammar.grammar import Table, tables
from embviz.text.sample_grammar.topic_sentences import of_topics, topic_groups, topic_rows

TOPICS = tables("""
    sport
    what    words
    who     goalkeeper|sprinter|coach|referee|striker|swimmer|boxer|defender
    did     tackled|scored|sprinted|trained|dribbled|wrestled
    things  trophy|whistle|racket|medal|penalty|tournament|stadium|league

    science
    what    words
    who     physicist|chemist|biologist|astronomer|researcher|professor|geologist|inventor
    did     measured|discovered|observed|calculated|analysed|proved
    things  molecule|telescope|experiment|theory|laboratory|particle|galaxy|enzyme

    cooking
    what    words
    who     chef|baker|waiter|butcher|brewer|grocer|cook|barista
    did     roasted|boiled|peeled|seasoned|baked|fried
    things  onion|pastry|sauce|oven|recipe|pepper|casserole|omelette

    music
    what    words
    who     violinist|pianist|drummer|singer|conductor|guitarist|composer|cellist
    did     rehearsed|sang|strummed|hummed|composed|improvised
    things  melody|symphony|orchestra|piano|rhythm|chorus|sonata|trumpet

    money
    what    words
    who     banker|investor|broker|accountant|trader|economist|auditor|lender
    did     borrowed|invested|repaid|taxed|insured|refunded
    things  loan|mortgage|dividend|currency|budget|pension|invoice|inflation

    medicine
    what    words
    who     surgeon|nurse|dentist|pharmacist|patient|therapist|paramedic|physician
    did     bandaged|vaccinated|diagnosed|healed|prescribed|operated
    things  fever|tablet|clinic|syringe|fracture|allergy|vaccine|ointment

    travel
    what    words
    who     pilot|tourist|passenger|sailor|hiker|backpacker|stewardess|captain
    did     landed|departed|boarded|cruised|sailed|hitchhiked
    things  airport|suitcase|passport|ferry|itinerary|hostel|luggage|visa

    law
    what    words
    who     judge|lawyer|prosecutor|witness|detective|senator|sheriff|juror
    did     accused|testified|convicted|appealed|sentenced|arrested
    things  verdict|courtroom|statute|contract|evidence|prison|treaty|jury
""")

TABLES: dict[str, Table] = {
    "topics": topic_rows(TOPICS),
    "people": tuple({"word": word} for word in "Tom Ben Anna Mary Paul Jane Peter Laura".split()),
}

PATTERNS = of_topics("""
    200  {p:people} [met|saw|knew] the {t.who:topics} who {t.did} [before|after] the
         [long|late|first|other] {n.things:topics}.
    200  The {t.who:topics} [told|asked|showed] {p:people} about the {t.things} [and|or]
         the {n.things:topics}.
    200  [Yesterday|Today|Later|Once] the {n.who:topics} [wrote|spoke|thought] about the
         {t.things:topics} and the {t.who}.
    200  {p:people} [forgot|liked|missed] the {t.things:topics} when the [old|new|young] {t.who}
         {t.did}.
    200  The [old|new|young|other] {t.who:topics} {t.did} with {p:people} near the
         [town|river|street].
    200  In the [town|story|morning|evening] the {n.who:topics} [found|lost|wanted] the
         {t.things:topics} of the {t.who}.
    200  [Nobody|Everybody|{p:people}] [said|knew] that the {t.who:topics} {t.did} and the
         {n.who:topics} [left|stayed|waited].
    200  The {t.things:topics} was [important|strange|useful] to the {n.who:topics}, {p:people}
         [said|thought].
""")

GROUPS = topic_groups(TOPICS)

FAMILIES = {
    "play": ("sport", "music", "travel", "cooking"),
    "work": ("science", "medicine", "money", "law"),
}
