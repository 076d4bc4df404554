"""The text format of GloVe: that of word2vec without a header (see `word2vec_text`).

Of the files that Stanford offers, 840B has words with blanks, the one of Twitter has words that
hold U+0085, which is no end of a line here, and some end in a row for unknown words, `<unk>`.
"""

from embviz.files.kinds.word2vec_text import read

__all__ = ["read"]
