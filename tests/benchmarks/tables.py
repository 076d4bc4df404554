"""Tables in plain text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A title, a row of headings, rows of cells, and what a reader must know."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def __str__(self) -> str:
        lines = [self.headings, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.headings))]
        rule = tuple("-" * width for width in widths)
        body = [
            "  ".join(
                cell.ljust(width) if i == 0 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in [self.headings, rule, *self.rows]
        ]
        return "\n".join([self.title, *body, *([self.note] if self.note else [])])
