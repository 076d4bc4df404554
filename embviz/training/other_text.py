"""A run on another text: all else as it was, as far as the text has the words that it names."""

from dataclasses import replace

import numpy as np

from embviz.text.corpus import Corpus
from embviz.training.run import Run


def on_text(run: Run, corpus: Corpus) -> Run:
    """The same run on another text.

    Words that the text has not are asked for, or hidden, no longer; words that had no row to begin
    at begin at random. Raises SettingError where too few words are left to show.
    """
    known, own = corpus.vocabulary, run.corpus.vocabulary
    start = None
    if run.start is not None:
        start = np.full((len(known), run.start.shape[1]), np.nan, np.float32)
        shared = [word for word in corpus.words if word in own]
        start[[known.id(word) for word in shared]] = run.start[[own.id(word) for word in shared]]
    return replace(
        run,
        corpus=corpus,
        hide=max(0, min(run.hide, len(known) - 2)),
        always=tuple(word for word in run.always if word in known),
        without=tuple(word for word in run.without if word in known),
        start=start,
    )
