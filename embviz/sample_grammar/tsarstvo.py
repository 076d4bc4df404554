"""The words and sentence patterns of *царство*: simple Russian about people, animals, food, the
world, and things done yesterday and today.

Russian inflects, so that a word is several words to a model that counts forms. Here the words in
question stand in one form nearly always: their patterns ask for the nominative, or for an
accusative that equals it (masculine things). Three kinds of form are planted on purpose: the
accusative of the family (мама : маму), the one form that is genitive, dative and prepositional of
every country (Франция : Франции), and the genders of the past tense (читал : читала). The letter ё
is written wherever it is spoken.
"""

from itertools import combinations

from embviz.sample_grammar.grammar import Table, patterns, table, words

_GENDER = table("""
    gender  he   him  to_him  with_him  glad  tired   my              good
    m       он   его  ему     него      рад   устал   [мой|наш|твой]  [добрый|весёлый]
    f       она  её   ей      неё       рада  устала  [моя|наша|твоя]  [добрая|весёлая]
""")

_DID = table("""
    gender  said     found  lost      saw      came    smiled      brought
    m       сказал   нашёл  потерял   увидел   пришёл  улыбнулся   принёс
    f       сказала  нашла  потеряла  увидела  пришла  улыбнулась  принесла
""")


def _people(text: str) -> Table:
    """A table of persons, with what agrees with their gender."""
    agreeing = {a["gender"]: {**a, **b} for a, b in zip(_GENDER, _DID, strict=True)}
    return tuple({**row, **agreeing[row["gender"]]} for row in table(text))


ROYALS = _people("""
    word      gender  does
    царь      m       сидит на [старом|новом|большом|белом] троне
    царица    f       сидит на [старом|новом|большом|белом] троне
    король    m       стоит на [старой|новой|большой|белой] башне
    королева  f       стоит на [старой|новой|большой|белой] башне
    царевич   m       носит [старую|новую|большую|белую] корону
    царевна   f       носит [старую|новую|большую|белую] корону
""")

FOLK = _people("""
    word      gender  does
    мужчина   m       работает в [старом|новом|большом|белом] магазине
    женщина   f       работает в [старом|новом|большом|белом] магазине
    мальчик   m       идёт в [старую|новую|большую|белую] школу
    девочка   f       идёт в [старую|новую|большую|белую] школу
    старик    m       лежит на [старой|новой|большой|белой] печи
    старушка  f       лежит на [старой|новой|большой|белой] печи
""")

KIN = _people("""
    word     whom     gender  does
    папа     папу     m       моет [старую|новую|большую|белую] машину
    мама     маму     f       моет [старую|новую|большую|белую] машину
    дедушка  дедушку  m       рассказывает [старую|новую|весёлую] сказку
    бабушка  бабушку  f       рассказывает [старую|новую|весёлую] сказку
    брат     брата    m       спит в [старой|новой|большой|белой] комнате
    сестра   сестру   f       спит в [старой|новой|большой|белой] комнате
    дядя     дядю     m       строит [новый|большой|белый] корабль
    тётя     тётю     f       строит [новый|большой|белый] корабль
""")

WILD = table("""
    word     young       does
    лев      львёнок     лежит на [старом|большом|белом] камне
    тигр     тигрёнок    сидит на [старом|большом|белом] дереве
    волк     волчонок    смотрит на [старую|новую|большую|белую] луну
    медведь  медвежонок  идёт на [старую|большую|белую] гору
    ёж       ежонок      ест [старый|большой|белый|вкусный] гриб
""")

TAME = table("""
    word    young      does
    кошка   котёнок    ловит [старую|большую|белую] мышь
    собака  щенок      грызёт [старую|большую|белую] кость
    корова  телёнок    носит [старый|новый|большой|белый] колокольчик
    лошадь  жеребёнок  идёт по [старой|новой|большой|белой] дороге
    овца    ягнёнок    прыгает через [старый|новый|большой|белый] забор
    свинья  поросёнок  лежит в [старой|новой|большой] луже
""")

FRUIT = table("""
    word      how
    персик    [сладкий|спелый|свежий]
    апельсин  [сладкий|спелый|свежий]
    лимон     [жёлтый|спелый|свежий]
    банан     [жёлтый|спелый|сладкий]
    абрикос   [сладкий|спелый|жёлтый]
""")

MEALS = table("""
    word  how
    хлеб  [тёплый|свежий|вкусный]
    сыр   [жёлтый|свежий|вкусный]
    суп   [горячий|тёплый|вкусный]
    рис   [горячий|тёплый|вкусный]
    мёд   [жёлтый|свежий|вкусный]
""")

DRINKS = table("""
    word    how
    чай     [горячий|сладкий|тёплый]
    кофе    [горячий|чёрный|сладкий]
    сок     [вкусный|сладкий|свежий]
    квас    [вкусный|свежий]
    компот  [вкусный|сладкий|тёплый]
""")

WORLD = table("""
    country   of        in           capital    to         language
    Россия    России    в России     Москва     Москву     русский
    Франция   Франции   во Франции   Париж      Париж      французский
    Италия    Италии    в Италии     Рим        Рим        итальянский
    Испания   Испании   в Испании    Мадрид     Мадрид     испанский
    Германия  Германии  в Германии   Берлин     Берлин     немецкий
    Англия    Англии    в Англии     Лондон     Лондон     английский
    Швеция    Швеции    в Швеции     Стокгольм  Стокгольм  шведский
    Япония    Японии    в Японии     Токио      Токио      японский
""")

DEEDS = table("""
    now      he_did     she_did     what
    читает   читал      читала      [старую|новую|большую|весёлую] книгу
    пишет    писал      писала      [новый|большой|красивый|весёлый] рассказ
    рисует   рисовал    рисовала    [старый|новый|большой|красивый] дом
    поёт     пел        пела        [старую|новую|весёлую] песню
    танцует  танцевал   танцевала   [старый|новый|красивый|весёлый] танец
    плавает  плавал     плавала     на [старой|новой|большой|белой] лодке
    гуляет   гулял      гуляла      в [старом|новом|большом] парке
    готовит  готовил    готовила    [вкусный|горячий|большой] обед
""")

PERSONS = ROYALS + FOLK + KIN

_MALE = {"how": "[старый|большой|добрый|весёлый]", "its": "его"}
_FEMALE = {"how": "[старая|большая|добрая|весёлая]", "its": "её"}

BEASTS: Table = tuple({**row, **_MALE} for row in WILD) + tuple({**row, **_FEMALE} for row in TAME)

TABLES: dict[str, Table] = {
    "royals": ROYALS,
    "folk": FOLK,
    "kin": KIN,
    "persons": PERSONS,
    "men": tuple(row for row in PERSONS if row["gender"] == "m"),
    "women": tuple(row for row in PERSONS if row["gender"] == "f"),
    "wild": WILD,
    "tame": TAME,
    "beasts": BEASTS,
    "cubs": tuple({"word": row["young"], "does": row["does"]} for row in BEASTS),
    "fruit": FRUIT,
    "meals": MEALS,
    "drinks": DRINKS,
    "kitchen": FRUIT + MEALS + DRINKS,
    "world": WORLD,
    "deeds": DEEDS,
}

PATTERNS = patterns("""
    # Царская семья
    16  {x:royals} и {y:royals} живут в [старом|большом|новом|белом] дворце.
    16  [Вчера|Сегодня|Утром|Вечером] в [наш|старый|большой] город приехали {x:royals} и {y:royals}.
    48  [Сегодня|Утром|Вечером|Каждый день] {x:royals} {x.does}.

    # Люди
    12  В [старом|большом|новом|белом] доме живут {x:folk} и {y:folk}.
    12  [Сегодня|Утром|Вечером] в магазине стоят {x.good:folk} {x} и {y.good:folk} {y}.
    18  {x.good:folk} {x} живёт в [старом|большом|новом|белом] доме.
    48  [Сегодня|Утром|Вечером|Каждый день] {x.good:folk} {x} {x.does}.

    # Семья
    20  {x.my:kin} {x} и {y.my:kin} {y} живут в [старом|большом|новом|белом] доме.
    20  [Вчера|Сегодня|Утром|Вечером] домой приехали {x:kin} и {y:kin}.
    20  Это {x.my:kin} {x}, а это {y.my:kin} {y}.
    48  [Сегодня|Утром|Вечером|Каждый день] {x.my:kin} {x} {x.does}.

    # Семья: кого?
    30  Дети [очень любят|любят] {x.whom:kin} и {y.whom:kin}.
    40  [Сегодня|Утром|Вечером|Каждый день] дети ждут {x.whom:kin} [в саду|в парке|в магазине].
    30  [Вчера|Сегодня|Утром|Вечером] [мы|дети] видели {x.whom:kin} и {y.whom:kin}.
    72  [Мы видим|Дети видят] {x.whom:kin}: {x.he} {x.does}.

    # Кто угодно: он и она
    36  {p:persons} {p.saw} себя в [старом|большом|новом] зеркале, и {p.he} {p.smiled}.
    36  {p:persons} {p.lost} [ключи|часы], но [вечером|утром|сегодня] {p.he} {p.found} их
        [в саду|в траве|в луже|на камне|на дереве|на дороге].
    32  {p:persons} {p.said}, что {p.he} [очень|сегодня] [{p.glad}|{p.tired}].
    36  {p.came} {p:persons}, и [мы|дети] дали {p.to_him} [ключи|часы|колокольчик|гриб].
    36  Там [стоит|сидит|идёт] {p:persons}, и [все|дети] [очень любят|знают] {p.him}.
    36  {p:persons} очень {p.glad}: у {p.with_him} [новый|большой|красивый] [дом|сад].
    60  Вот {p:persons}: {p.he} {p.does}.

    # Звери
    20  {x:wild} и {y:wild} живут в [старом|большом|белом] лесу.
    20  В [старом|большом|белом] лесу [живёт|сидит|спит] [старый|весёлый|большой|добрый] {x:wild}.
    24  {p:persons} {p.saw}, что в лесу [сидит|лежит|спит] [весёлый|старый|большой] {x:wild}.
    24  {p.whom:kin} [вчера|утром|сегодня] разбудил [большой|весёлый|старый|добрый] {x:wild}.
    35  [Сегодня|Утром|Вечером] [старый|большой|весёлый|добрый] {x:wild} {x.does}.

    # Домашние животные
    24  В [старом|большом|новом] сарае [живут|спят] {x:tame} и {y:tame}.
    24  [Старая|Большая|Добрая|Весёлая] {x:tame} и [старая|большая|добрая|весёлая] {y:tame}
        [играют|спят] в [сарае|траве].
    36  [Сегодня|Утром|Вечером] [старая|большая|добрая|весёлая] {x:tame} {x.does}.

    # Детёныши
    55  [Сегодня|Утром|Вечером] [маленький|белый|чёрный|весёлый] {x:cubs} {x.does}.
    55  [Маленький|Белый|Чёрный|Весёлый] {x:cubs} и [маленький|белый|чёрный] {y:cubs} [играют|спят]
        в [траве|саду].
    33  [Маленький|Белый|Чёрный|Весёлый] {x:cubs}
        [очень любит|утром пьёт|вечером пьёт|сегодня пьёт] молоко.
    33  {p.whom:kin} [вчера|утром|сегодня] разбудил [маленький|белый|чёрный|весёлый] {x:cubs}.
    44  {p:persons} {p.saw}, что в [траве|саду] [сидит|спит]
        [маленький|белый|чёрный|весёлый] {x:cubs}.
    66  {p:persons} идёт [домой|по дороге], а рядом идёт {x.how:beasts} {x}.
    55  Вот {x.how:beasts} {x}, а вот {x.its} [маленький|белый|чёрный] {x.young}.
    44  {x.how:beasts} {x} и {x.its} {x.young} [спят|живут|играют] вместе.

    # Еда
    15  [Утром|Вечером|Сегодня] в траве лежит {x.how:fruit} {x}.
    15  В корзине есть {x.how:fruit} {x} и {y.how:fruit} {y}.
    20  {p:persons} {p.brought} [домой|сегодня|в корзине] {x.how:fruit} {x}.
    15  Сегодня на обед {x.how:meals} {x} и {y.how:meals} {y}.
    20  {p:persons} [ест|сегодня ест] {x.how:meals} {x}.
    15  Утром мы едим {x.how:meals} {x}, а вечером — {y.how:meals} {y}.
    15  Утром мы пьём {x.how:drinks} {x}, а вечером — {y.how:drinks} {y}.
    15  На столе стоят {x.how:drinks} {x} и {y.how:drinks} {y}.
    20  {p:persons} [пьёт|сегодня пьёт] {x.how:drinks} {x}.
    75  На столе есть {x.how:kitchen} {x} и {y.how:kitchen} {y}.
    75  {p:persons} [любит|очень любит] {x.how:kitchen} {x}.

    # Мир
    40  {x.capital:world} — столица {x.of} и
        [старый|большой|красивый|весёлый|очень старый|очень большой|очень красивый] город.
    40  {x.country:world} —
        [красивая|старая|большая|весёлая|очень старая|очень большая|очень красивая] страна,
        её столица — {x.capital}.
    32  Столица {x.of:world} — [старый|красивый|большой|очень старый|очень красивый] город
        {x.capital}.
    24  Моя страна — {x.country:world}, а твоя — {y.country:world}.
    32  {p:persons} [знает|очень любит] [старый|красивый|большой] город {x.to:world}.
    32  {p:persons} [знает|очень любит] {x.language:world} язык.
    24  {p:royals} {x.of:world} живёт в [старом|большом|новом|белом] дворце.
    16  Это {x.country:world}, а это {y.country:world}.
    24  Это {x.capital:world}, а это {y.capital:world}.
    40  {x.in:world} [все|дети] [знают|учат|очень любят|каждый день учат] {x.language} язык.
    32  {p.my:kin} {p} живёт {x.in:world} и знает {x.language} язык.
    44  {p.my:kin} {p} едет в {x.to:world}: {p.he} знает {x.language} язык.
    48  {x.country:world} — [красивая|старая|большая|весёлая] страна: там [все|дети]
        [знают|учат|любят] {x.language} язык.
    16  {p.my:kin} {p} знает {x.language:world} язык, а {q.my:kin} {q} — {y.language:world}.
    48  Это {x.capital:world}: там [все|дети] [знают|учат|очень любят|каждый день учат]
        {x.language} язык.
    48  Это {x.country:world}: там [все|дети] [знают|учат|очень любят|каждый день учат]
        {x.language} язык.

    # Сейчас и вчера
    48  [Сейчас|Сегодня|Каждый день] [он|она] {x.now:deeds} {x.what}.
    24  [Сейчас|Сегодня] {p:persons} {x.now:deeds} {x.what}.
    56  [Сегодня|Каждый день|Утром|Вечером] [он|она] {x.now:deeds} и {y.now:deeds}.
    40  [Сейчас|Сегодня|Каждый день] он {x.now:deeds}, а она {y.now:deeds}.
    56  [Вчера|Вчера вечером|Вчера утром] [он|он сам] {x.he_did:deeds} {x.what}.
    56  [Вчера|Вчера вечером|Вчера утром] [она|она сама] {x.she_did:deeds} {x.what}.
    32  [Вчера|Вчера вечером] {p:men} {x.he_did:deeds} {x.what}.
    32  [Вчера|Вчера вечером] {p:women} {x.she_did:deeds} {x.what}.
    24  [Вчера|Вчера вечером|Вчера утром] он {x.he_did:deeds} и {y.he_did:deeds}.
    16  Вчера он [устал|очень устал]: он {x.he_did:deeds} и {y.he_did:deeds}.
    24  [Вчера|Вчера вечером|Вчера утром] она {x.she_did:deeds} и {y.she_did:deeds}.
    16  Вчера она [устала|очень устала]: она {x.she_did:deeds} и {y.she_did:deeds}.
    40  [Вчера|Вчера вечером|Вчера утром] он {x.he_did:deeds}, а она {y.she_did:deeds}.
""")

GROUPS = {
    "царская семья": words(ROYALS),
    "люди": words(FOLK),
    "семья": words(KIN),
    "семья: кого?": words(KIN, "whom"),
    "звери": words(WILD),
    "домашние животные": words(TAME),
    "детёныши": words(WILD + TAME, "young"),
    "фрукты": words(FRUIT),
    "еда": words(MEALS),
    "напитки": words(DRINKS),
    "страны": words(WORLD, "country"),
    "страны: чего?": words(WORLD, "of"),
    "столицы": words(WORLD, "capital"),
    "языки": words(WORLD, "language"),
    "настоящее время": words(DEEDS, "now"),
    "прошедшее время: он": words(DEEDS, "he_did"),
    "прошедшее время: она": words(DEEDS, "she_did"),
}

FAMILIES = {
    "люди": ("царская семья", "люди", "семья", "семья: кого?"),
    "животные": ("звери", "домашние животные", "детёныши"),
    "стол": ("фрукты", "еда", "напитки"),
    "мир": ("страны", "страны: чего?", "столицы", "языки"),
    "дела": ("настоящее время", "прошедшее время: он", "прошедшее время: она"),
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
    ("мужчина", "царь", "женщина", "царица"),
    ("мальчик", "царевич", "девочка", "царевна"),
    *_analogies(_couples(PERSONS)),
    *_analogies(_pairs(KIN, "word", "whom")),
    *_analogies(_pairs(WILD + TAME, "word", "young")),
    *_analogies(_pairs(WORLD, "country", "capital")),
    *_analogies(_pairs(WORLD, "country", "language")),
    *_analogies(_pairs(WORLD, "country", "of")),
    *_analogies(_pairs(DEEDS, "now", "he_did")),
    *_analogies(_pairs(DEEDS, "he_did", "she_did")),
)
