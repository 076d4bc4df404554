"""Options that say how a file is to be read, alike for all commands that read one."""

import argparse
from dataclasses import fields

from embviz.files.formats import FORMATS
from embviz.files.rows.how import How

_SEPARATORS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "blank": " ", "space": " "}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each field of `How`."""
    group = parser.add_argument_group(
        "how vectors are read", "what is not said here is told by the content of the file"
    )
    group.add_argument("--format", dest="kind", choices=FORMATS, metavar="FORMAT",
                       help=", ".join(FORMATS))  # fmt: skip
    group.add_argument("--member", metavar="NAME", help="a file of an archive")
    group.add_argument("--matrix", metavar="NAME", help="one of several matrices")
    group.add_argument("--encoding", metavar="NAME", help="of the words, e.g. cp1251")
    group.add_argument(
        "--separator",
        type=lambda text: _SEPARATORS.get(text, text),
        metavar="SIGN",
        help="between the cells of a row: , or ; or tab or blank",
    )
    group.add_argument(
        "--decimal", choices=[".", ","], metavar="SIGN", help="the sign in 0.5 or 0,5"
    )
    group.add_argument(
        "--heading",
        action=argparse.BooleanOptionalAction,
        help="whether the first line names columns",
    )
    group.add_argument("--column", metavar="NAME", help="that of the words, or its number from 1")


def how(options: argparse.Namespace) -> How:
    """What the options say."""
    return How(**{each.name: getattr(options, each.name) for each in fields(How)})
