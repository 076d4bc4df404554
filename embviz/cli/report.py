"""What is in a file of vectors, as lines of text for a terminal."""

import sys
from collections.abc import Iterator
from dataclasses import asdict

from embviz.errors import EmbvizError
from embviz.files.doctor import examine
from embviz.files.findings import Finding
from embviz.files.read import Opened, read_steps
from embviz.files.rows.how import NOTHING_SAID, How
from embviz.ui.texts import say
from embviz.ui.widgets.faults import worded


def of_file(
    path: str, limit: int | None, words: str | None, how: How = NOTHING_SAID
) -> Iterator[str]:
    """Read a file, showing how far that is, and tell what it holds and what is odd.

    Raises:
        FileError: If it cannot be read.
        OSError: If there is no such file.
    """
    opened = _read(path, limit, words, how)
    yield _title(opened)
    diagnosis = examine(opened.vectors)
    lengths = {name: f"{length:.3g}" for name, length in asdict(diagnosis.lengths).items()}
    yield say("doctor", "report.lengths", **lengths)
    findings = (*opened.findings, *diagnosis.findings)
    yield from map(_of_finding, findings)
    if not findings:
        yield say("doctor", "all_well")


def of_error(path: str, error: EmbvizError | OSError | ValueError) -> str:
    """What is wrong with a file, in a line."""
    told = f"{path}: {worded(error, printable)}"
    if isinstance(error, EmbvizError) and error.reason == "several_members":
        told += " " + say("doctor", "report.member", name=printable(error.members[0]))
    return told


def _of_finding(finding: Finding) -> str:
    line = say(
        "doctor",
        f"findings.{finding.kind}",
        claimed=finding.claimed,
        found=finding.found,
        taken=printable(finding.taken),
    )
    details = []
    if finding.claimed is None and finding.count > 1:
        details.append(say("doctor", "report.count", count=f"{finding.count:,}"))
    if finding.first is not None:
        place = say("doctor", f"places.{finding.unit}", first=f"{finding.first:,}")
        details.append(say("doctor", "report.first", place=place))
    if finding.examples:
        examples = ", ".join(map(printable, finding.examples))
        details.append(say("doctor", "report.examples", examples=examples))
    return f"- {line} ({'; '.join(details)})" if details else f"- {line}"


def _title(opened: Opened) -> str:
    V, d = opened.vectors.matrix.shape
    name = say("doctor", f"formats.{opened.format}")
    facts = {"rows": f"{V:,}", "dimensions": f"{d:,}", "format": name}
    if not opened.columns:
        return say("doctor", "report.title", **facts)
    columns = ", ".join(map(printable, opened.columns))
    return say("doctor", "report.columns", columns=columns, **facts)


def printable(fact: object) -> str:
    """A text that moves no cursor: what a terminal would obey is written out."""
    letters = str(fact)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in letters)


def _read(path: str, limit: int | None, words: str | None, how: How) -> Opened:
    steps, seen = read_steps(path, limit=limit, words=words, how=how), -1
    while True:
        try:
            progress = next(steps)
        except StopIteration as stop:
            if seen >= 0:
                print("\r    \r", end="", file=sys.stderr, flush=True)
            opened: Opened = stop.value
            return opened
        percent = int(100 * progress.share)
        if percent > seen and sys.stderr.isatty():
            print(f"\r{percent:3d}%", end="", file=sys.stderr, flush=True)
            seen = percent
