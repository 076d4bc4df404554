"""Two words of a text made one: a word of two senses, whose senses are known.

Such a pseudo-word (Gale, Church and Yarowsky 1992; Schütze 1992) tests on any text, without labels,
whether a model tells the senses of a word apart: which of the two words stood there is known, but
not to the model.

    >>> merged("The king drinks water. The Kings' water!", "king", "water").text
    "The king-water drinks king-water. The Kings' king-water!"
    >>> merged("A king, some water.", "king", "water").senses
    ('king', 'water')
"""

from dataclasses import dataclass

from embviz.errors import SettingError
from embviz.text.rules import USUAL, Rules
from embviz.text.tokens import rewritten, tokenize, word_of


@dataclass(frozen=True)
class Merged:
    """A text in which one word stands for two.

    Attributes:
        text: The text.
        word: The word that stands for both.
        senses: Which of the two it is, wherever it stands, in the order of the text.
    """

    text: str
    word: str
    senses: tuple[str, ...]


def merged(text: str, one: str, other: str, rules: Rules = USUAL) -> Merged:
    """Make two words of a text one, whatever their capitals.

    Raises:
        SettingError: `merge_missing`: one of them stands nowhere by itself; `merge_same`: they are
            one word already.
    """
    words = tuple(word_of(each.strip(), rules=rules) for each in (one, other))
    if words[0] == words[1]:
        raise SettingError("merge_same", "Two different words can be made one.", value=words[0])
    name, senses = "-".join(words), list[str]()

    def either(form: str) -> str:
        word = word_of(form, rules=rules)
        if word not in words:
            return form
        senses.append(word)
        return name

    found = rewritten(text, either, rules)
    for word in words:
        if tokenize(word, rules=rules) != [word] or word not in senses:
            message = f"“{word}” does not stand in the text by itself."
            raise SettingError("merge_missing", message, value=word, word=word)
    return Merged(found, name, tuple(senses))
