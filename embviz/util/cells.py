"""Cells of a table that a spreadsheet takes for what they are.

A spreadsheet takes a cell that begins like a formula for one, whatever it stands for. Such a cell
gets an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection).
"""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What a dangerous cell begins with: the wide ones are the same to some spreadsheets."""


def safe(cell: str) -> str:
    """Give a text as a cell that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("king")
    ("'=1+1", 'king')
    """
    return f"'{cell}" if cell.startswith(FORMULA) else cell
