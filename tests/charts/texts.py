"""The texts of a figure, and texts that must stay what they are."""

NASTY = ["<b>bold</b>", '<a href="https://x.y">link</a>', "&amp;", "a<br>b", "$x^2$"]


def texts(value):
    """All texts of a figure, wherever they stand."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
