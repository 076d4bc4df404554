"""Which projection is chosen, and what its inputs hold."""

import streamlit as st

from embviz.projections import PCA, UMAP, Projection
from embviz.projections.axes import WordAxes
from embviz.ui.state import settings_form
from embviz.ui.state.tab import Tab
from embviz.ui.widgets import renewed

WAY = "way"


def choose(tab: Tab, projection: Projection | WordAxes) -> None:
    """Choose a way of drawing from outside: what is drawn next of the inputs says so, too."""
    st.session_state["way_asked"] = None
    renewed.show(WAY, projection.name)
    st.session_state[settings_form.projection_key(projection.name)] = tab.projection = projection
    st.session_state.update(inputs(projection))


def inputs(projection: Projection | WordAxes) -> dict[str, object]:
    """Give what the inputs of a way of drawing have to hold for it."""
    if isinstance(projection, UMAP):
        names = ("n_neighbors", "min_dist", "metric", "seed")
        return {f"umap.{name}": getattr(projection, name) for name in names}
    if isinstance(projection, PCA):
        components = projection.components or range(1, projection.axes + 1)
        chosen = {f"pca.component_{i}": int(c) for i, c in enumerate(components, start=1)}
        return {"pca.basis": projection.basis, **chosen}
    return settings_form.typed(projection) if isinstance(projection, WordAxes) else {}
