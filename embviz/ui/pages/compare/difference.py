"""How two sides differ, drawn: a sentence, a ranked table, pictures, and both neighbours of a word.

Of any `Comparison`: of two models, or of a text and an edited one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from embviz.charts import comparisons
from embviz.measures.both_places import both_places
from embviz.measures.comparison import MOST, NEIGHBOURS, Comparison, Ranked
from embviz.measures.sources import Source
from embviz.ui.ask import answers, word_field
from embviz.ui.sidebar.inputs import ranged
from embviz.ui.state import vectors_on_screen
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors import search

ROWS = 20  # of the table on the page; the file has all words
NAMED = 12  # words beyond the line that have their names in the picture
LINES, MOST_LINES = 8, 40  # words that have lines between their two places
AS_ONE = 1e-5  # how far a cosine or CKA may be from 1 for two sides to be the same
ORDERS, PICTURES = ("most", "least"), ("frequency", "clouds")
WORD, _FOLLOWED = "compare.word", "embviz_compare_followed"


@dataclass(frozen=True, eq=False)
class Sides:
    """What is compared.

    Attributes:
        key: A name for this comparison: widgets of another one are others.
        names: What sentences and headings call them, such as "the first" and "the second".
        sources: What was compared, for the picture of both clouds.
        file: How the names of files begin that are made of it.
        wanted: How many neighbours of a word were to be compared.
        rows: In which row of the first a word stands, where it has no counts.
    """

    key: str
    names: tuple[str, str]
    sources: tuple[Source, Source]
    file: str
    wanted: int = NEIGHBOURS
    rows: Mapping[str, int] = field(default_factory=dict)


def neighbours_of(wanted: int, shared: int) -> int:
    """How many neighbours to compare: of few words, where those wanted were all others, less."""
    others = min(shared, MOST) - 1
    return wanted if wanted < others else max(min(NEIGHBOURS, others // 2), 1)


def tell(sides: Sides, found: Comparison) -> None:
    """Say in sentences how they differ, and whether that is more than chance."""
    if found.near.shape[2] >= len(found) - 1:
        st.markdown(say("compare", "differ.all_are_neighbours", words=f"{len(found):,}"))
    else:
        said = [_alike(sides, found), _beyond(found)] if _differ(found) else [_same(found)]
        st.markdown(("  \n" if found.noise is not None else " ").join(said))
    first, second = sides.names
    facts = {"shared": f"{found.shared:,}", "first": plain(first), "second": plain(second)}
    a, b = (_percent(share) for share in found.coverage)
    notes = [say("compare", "differ.shared", a=a, b=b, **facts)]
    n, words = found.near.shape[2], len(found)
    if n < min(sides.wanted, words - 1):
        less = {"words": f"{words:,}", "others": f"{words - 1:,}", "n": n}
        notes.append(say("compare", "differ.fewer", wanted=sides.wanted, **less))
    if len(found) < found.shared:
        notes.append(say("compare", "differ.among", n=f"{len(found):,}"))
    if found.cosine is None:
        notes.append(say("compare", "differ.other_dimensions"))
    st.caption(" ".join(notes))


def show(tab: Tab, sides: Sides, found: Comparison) -> None:
    """Draw the table, the pictures, and both lists of neighbours of a word."""
    rows = _table(tab, sides, found)
    with st.container():
        word = _word(tab, found)
        if word is not None:
            _neighbours(sides, found, word)
        _pictures(sides, found, word, rows)


def _differ(found: Comparison) -> bool:
    same_places = found.cosine is None or bool((1 - found.cosine).max() < AS_ONE)
    return bool(found.changed.any()) or not same_places or 1 - found.cka > AS_ONE


def _same(found: Comparison) -> str:
    return say("compare", "differ.same" if found.cosine is not None else "differ.same_neighbours")


def _alike(sides: Sides, found: Comparison) -> str:
    n = found.near.shape[2]
    chance = n * n / max(len(found) - 1, 1)  # neighbours that unrelated vectors share
    new = found.changed / (2 - found.changed)  # the share of neighbours that are others
    facts = {
        "changed": f"{n * float(new.mean()):.1f}",
        "n": n,
        "distance": f"{float(found.changed.mean()):.2f}",
        "cka": f"{found.cka:.2f}",
        "chance": f"{chance:.1f}" if chance >= 0.05 else "< 0.1",
    }
    return say("compare", "differ.changed", **facts)


def _beyond(found: Comparison) -> str:
    if found.noise is None:
        return say("compare", "differ.no_noise")
    beyond = int(found.noise.beyond.sum())
    key = "none_beyond" if not beyond else "beyond" if beyond > 1 else "one_beyond"
    return say("compare", f"differ.{key}", n=f"{beyond:,}", all=f"{len(found):,}")


def _percent(share: float) -> str:
    """A share that is only all or nothing where it is."""
    if 0 < share < 0.01:
        return "< 1%"
    return "> 99%" if 0.99 < share < 1 else f"{share:.0%}"


def _table(tab: Tab, sides: Sides, found: Comparison) -> Sequence[Ranked]:
    """The ranked words, those first that were asked for; gives those that are drawn."""
    left, right = st.columns([2.6, 1], vertical_alignment="center")
    with left:
        order = _choice("order", ORDERS)
    with right.popover(say("compare", "differ.which"), icon=":material/tune:", width="stretch"):
        fewest, frequent = _limits(found)
    least = order == "least"
    rows = remember(
        ("ranked", sides.key, fewest, frequent, least),
        lambda: found.ranked(fewest_count=fewest, most_frequent=frequent, least=least),
    )
    if not rows:
        st.caption(say("compare", "differ.no_words"))
        return ()
    answers.table(
        _columns(sides, found, rows),
        alt=say("compare", "differ.alt"),
        name=f"{sides.file}-differ",
        most=ROWS,
        config=_formats(found, least=least),
        on_row=lambda row: _select(tab, rows[row].word),
    )
    return rows[:ROWS]


def _limits(found: Comparison) -> tuple[int, int]:
    """Draw which words the table has; gives how often they occur, and how far down they stand."""
    fewest = 0
    if found.counts is not None:
        label, most = say("compare", "differ.fewest"), max(int(found.counts.max()), 1)
        fewest = int(ranged(st, label, 1, most, f"compare.fewest.{most}"))
    name = "most_frequent" if found.counts is not None else "first_rows"
    label, key = say("compare", f"differ.{name}"), f"compare.frequent.{len(found)}"
    st.session_state.setdefault(key, len(found))
    return fewest, int(ranged(st, label, 1, len(found), key))


def _columns(sides: Sides, found: Comparison, rows: Sequence[Ranked]) -> answers.Columns:
    """The columns, that by which they are sorted first."""
    columns: dict[str, Sequence[str | int | float]] = {
        say("compare", "differ.word"): [row.word for row in rows],
    }
    if found.noise is not None:
        times = dict(zip(found.words, found.noise.judge.times.tolist(), strict=True))
        columns[say("compare", "differ.times")] = [round(times[row.word], 4) for row in rows]
    columns[say("compare", "differ.neighbours_changed")] = [round(row.changed, 4) for row in rows]
    if found.counts is not None:
        columns[say("compare", "differ.count")] = [row.count or 0 for row in rows]
    else:
        columns[say("compare", "differ.row")] = [sides.rows[row.word] for row in rows]
    if found.cosine is not None:
        columns[say("compare", "differ.cosine")] = [round(row.cosine or 0.0, 4) for row in rows]
    return columns


def _formats(found: Comparison, *, least: bool) -> dict[str, Any]:
    """How numbers are written; what rows are sorted by has an arrow."""
    by = "times" if found.noise is not None else "neighbours_changed"
    formats = {"times": "%.2f", "neighbours_changed": "%.2f", "row": "%d", "cosine": "%.3f"}
    helps = {name: say("compare", f"differ.{name}_help") for name in ("times", "row")}
    arrow = say("compare", "differ.rising" if least else "differ.falling")
    return {
        say("compare", f"differ.{name}"): st.column_config.NumberColumn(
            f"{say('compare', f'differ.{name}')}{f' {arrow}' if name == by else ''}",
            format=format,
            help=helps.get(name),
        )
        for name, format in formats.items()
    }


def _select(tab: Tab, word: str) -> None:
    """Select a word on the map, and in what is drawn here."""
    st.session_state[WORD] = st.session_state[_FOLLOWED] = word
    source = tab.source
    from_file = source.from_file if source is not None else None
    if from_file is not None and word in from_file.file.vectors:
        vectors_on_screen.bring(tab, (word,))
    else:
        tab.select((word,))


def _word(tab: Tab, found: Comparison) -> str | None:
    """Draw the input of a word, which follows the selection and leads it."""
    there = frozenset(found.words)
    selected = next((word for word in tab.selected if word in there), "")
    if selected and selected != st.session_state.get(_FOLLOWED):
        st.session_state[WORD] = selected
    st.session_state[_FOLLOWED] = selected
    st.session_state.setdefault(WORD, selected or found.words[0])
    st.text_input(
        say("compare", "differ.word_label"), key=WORD, on_change=lambda: _lead(tab, found)
    )
    typed = st.session_state[WORD].strip()
    if not typed:
        return None
    word = typed if typed in there else search.same(found.words, typed)
    if word is None:
        st.warning(say("compare", "differ.not_compared", word=plain(typed)))
        word_field.offer_closest(found.words, typed, WORD, lambda each: _select(tab, each))
    return word


def _lead(tab: Tab, found: Comparison) -> None:
    typed = st.session_state[WORD].strip()
    word = typed if typed in found.words else search.same(found.words, typed)
    if word is not None:
        _select(tab, word)


def _neighbours(sides: Sides, found: Comparison, word: str) -> None:
    """Both lists side by side: what stands in both is bold."""
    lists, row = found.neighbours(word), found.about(word)
    both = {*lists[0]} & {*lists[1]}
    facts = {"word": plain(word), "both": len(both), "n": len(lists[0])}
    said = [say("compare", "differ.both", **facts)]
    if row.cosine is not None:
        said.append(say("compare", "differ.its_cosine", cosine=f"{row.cosine:.3f}"))
    if row.beyond_noise is not None:
        key = "is_beyond" if row.beyond_noise else "is_within"
        said.append(say("compare", f"differ.{key}"))
    st.markdown(" ".join(said))
    for column, name, words in zip(st.columns(2), sides.names, lists, strict=True):
        written = (f"**{plain(each)}**" if each in both else plain(each) for each in words)
        heading = say("compare", "differ.near_in", name=plain(name))
        column.markdown("\n".join([heading, "", *(f"1. {each}" for each in written)]))


def _pictures(sides: Sides, found: Comparison, word: str | None, rows: Sequence[Ranked]) -> None:
    picture = _choice("picture", PICTURES)
    if picture == "frequency":
        _by_frequency(found, word)
    elif found.cosine is None:
        st.caption(say("compare", "differ.no_clouds"))
    else:
        _clouds(sides, found, word, [row.word for row in rows])


def _by_frequency(found: Comparison, word: str | None) -> None:
    noise = found.noise is not None
    change = "times" if noise else "changed" if found.cosine is None else "moved"
    frequency = "count" if found.counts is not None else "row"
    labels = comparisons.Labels(
        frequency=say("compare", f"picture.{frequency}"),
        change=say("compare", f"picture.{change}"),
        line=say("compare", "picture.line"),
        beyond=say("compare", "picture.beyond"),
        within=say("compare", "picture.within"),
    )
    beyond = range(len(found)) if found.noise is None else np.flatnonzero(found.noise.beyond)
    named = [*([word] if word else []), *(found.words[i] for i in beyond[:NAMED])]
    figure = comparisons.change_by_frequency(found, labels, named, word)
    answers.chart(figure, alt=say("compare", "picture.alt"), key="compare.by_frequency")
    shown, notes = len(comparisons.drawn(found)), []
    if noise:
        notes.append(say("compare", "picture.line_told"))
    if shown < len(found):
        facts = {"shown": f"{shown:,}", "all": f"{len(found):,}"}
        notes.append(say("compare", "picture.some", **facts))
    if notes:
        st.caption(" ".join(notes))


def _clouds(sides: Sides, found: Comparison, word: str | None, ranked: Sequence[str]) -> None:
    most = min(MOST_LINES, len(ranked))
    lines = most
    if most > 1:
        lines = st.slider(say("compare", "picture.lines"), 1, most, min(LINES, most))
    chosen = tuple(dict.fromkeys([*([word] if word else []), *ranked[:lines]]))
    question = "clouds", sides.key, chosen
    places = remember(question, lambda: both_places(*sides.sources, found, chosen))
    if places is None:
        return
    figure = comparisons.two_clouds(places, chosen, sides.names, word)
    answers.chart(figure, alt=say("compare", "picture.clouds_alt"), key="compare.clouds")
    facts = {"shown": _percent(places.shown), "spread": _percent(places.spread)}
    st.caption(say("compare", "picture.told", words=f"{len(places.words):,}", **facts))


def _choice(name: str, options: Sequence[str]) -> str:
    chosen: str = st.segmented_control(
        say("compare", f"{name}.label"),
        options,
        default=options[0],
        key=f"compare.{name}",
        format_func=lambda option: say("compare", f"{name}.{option}"),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen
