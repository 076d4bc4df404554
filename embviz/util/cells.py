"""Cells of a table that a spreadsheet takes for what they are.

A spreadsheet takes a cell that begins like a formula for one, whatever it stands for. Such a cell
gets an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection); so does one
that looks as if it had got it already, so that it can be taken off again.
"""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What a dangerous cell begins with: the wide ones are the same to some spreadsheets."""


def safe(cell: str) -> str:
    """Give a text as a cell that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("'=1+1"), safe("king")
    ("'=1+1", "''=1+1", 'king')
    """
    return f"'{cell}" if _dangerous(cell) else cell


def unsafe(cell: str) -> str:
    """Give the text that `safe` made a cell of.

    >>> unsafe("'=1+1"), unsafe("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _dangerous(cell) else cell


def _dangerous(cell: str) -> bool:
    return cell.lstrip("'").startswith(FORMULA)
