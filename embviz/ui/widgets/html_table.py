"""Tables to be read from far away: larger than Streamlit's, and as plain."""

from collections.abc import Sequence

import streamlit as st

_STYLE = """<style>
.inside-terms { border-collapse: collapse; width: 100%; font-size: 1.2rem; color: inherit;
  font-variant-numeric: tabular-nums; }
.inside-terms :is(th, td) { text-align: right; padding: .1rem .5rem; }
.inside-terms th { font-weight: 600; font-size: 1rem; }
.inside-terms td { border-top: 1px solid #8884; }
.inside-terms :is(th, td):first-child { text-align: left; }
.inside-terms .bar { display: inline-block; height: .8rem; }
.inside-terms td:has(.bar) { width: 7rem; text-align: left; }
@media (max-width: 640px) {
  .inside-terms { font-size: 1rem; }
  .inside-terms th { font-size: .85rem; }
  .inside-terms :is(th, td) { padding: .1rem .2rem; }
  .inside-terms td:has(.bar) { display: none; }
}
</style>"""


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table of HTML cells: words of a visitor's must come through `escaping.tagless`."""
    head = "".join(f"<th scope='col'>{each}</th>" for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    st.html(
        f"{_STYLE}<table class='inside-terms'><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
