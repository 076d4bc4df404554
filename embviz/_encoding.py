"""From bytes to characters."""

import codecs

from embviz.errors import TextError

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def decode(data: bytes, encoding: str | None = None, limit: int | None = None) -> str:
    """Decode a text file."""
    if limit is not None and len(data) > limit:
        message = f"the file has {len(data)} bytes, more than the {limit} that are allowed"
        raise TextError("too_large", message, size=len(data), limit=limit)
    name = encoding or next((n for bom, n in _BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        return data.decode(name)
    except LookupError as error:
        message = f"there is no encoding {name!r}"
        raise TextError("unknown_encoding", message, encoding=name) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        message = f"byte 0x{byte:02x} in line {line} is not {name}"
        raise TextError(
            "encoding", message, offset=error.start, byte=byte, line=line, suggestions=["cp1252"]
        ) from error
