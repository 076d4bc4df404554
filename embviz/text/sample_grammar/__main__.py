"""Write the bundled texts and their answers into `sample_data/`, or another folder."""

import sys
from pathlib import Path

from embviz.text.sample_grammar.files import files
from embviz.text.samples import folder


def main() -> None:
    """Write every file of every sample."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else folder()
    for name, content in files().items():
        (target / name).write_bytes(content.encode())


if __name__ == "__main__":
    main()
