"""Vectors in Parquet, as pandas and data sets write them: see `rows.arrow_columns`.

A file says in its footer how large its columns are, and each of its pages says it again: both are
checked before any is unpacked (`rows.parquet_pages`).
"""

from collections.abc import Iterator
from typing import IO, Any

from embviz.files.film.archive import MOST_RATIO, suspect
from embviz.files.refusals import bomb
from embviz.files.rows import arrow_columns
from embviz.files.rows.arrow_columns import (
    ArrowLayout,
    ArrowRows,
    batch_rows,
    check_fits,
    layout,
    sound,
)
from embviz.files.rows.file_being_read import Opening
from embviz.files.rows.parquet_pages import pages

_NUMBER_BYTES = 8  # of a value while it is read


def begins(head: bytes) -> bool:
    """Whether a file begins so."""
    return head.startswith(b"PAR1")


def holds_vectors(file: IO[bytes]) -> bool:
    """Whether it may be vectors, by its columns; else a table of texts. Raises FileError."""
    from pyarrow import parquet

    with sound("the Parquet file"):
        return arrow_columns.holds_vectors(parquet.ParquetFile(file).schema_arrow)


def read(opening: Opening) -> Iterator[None]:
    """Read rows, a batch at each step. Raises FileError: `foreign`, `damaged`, `bomb`."""
    from pyarrow import parquet

    called = "the Parquet file"
    with sound(called):
        file = parquet.ParquetFile(opening.mapped)
        schema, about = file.schema_arrow, file.metadata
        found = layout(opening, schema)
        rows = ArrowRows(opening, found, about.num_rows)
        d = len(found.numbers)
        if not found.listed:
            check_fits(opening, about.num_rows, d)
        groups = [about.row_group(i) for i in range(about.num_row_groups)]
        sizes = [_sizes(opening.mapped, group, found) for group in groups]
        file = parquet.ParquetFile(opening.mapped, read_dictionary=list(found.others))
    for i, (packed, unpacked, values) in enumerate(sizes):
        if opening.table.full:
            break
        if suspect(unpacked, packed):
            raise bomb(MOST_RATIO)
        opening.budget.check(values * _NUMBER_BYTES, max(1, opening.table.rows))
        per_row = d if not found.listed else values // max(1, about.row_group(i).num_rows)
        with sound(called):
            batches = file.iter_batches(
                batch_rows(per_row), row_groups=[i], columns=found.all, use_threads=False
            )
            while (batch := next(batches, None)) is not None:
                rows.take(batch)
                yield
                if opening.table.full:
                    break
    rows.finish()
    yield


def _sizes(file: IO[bytes], group: Any, found: ArrowLayout) -> tuple[int, int, int]:
    """Bytes of what is read of a group of rows, packed and not, and values of its vectors."""
    packed = unpacked = values = 0
    wanted = set(found.all)
    for i in range(group.num_columns):
        column = group.column(i)
        path = column.path_in_schema
        if path in wanted or path.partition(".")[0] in wanted:
            begin = column.dictionary_page_offset or column.data_page_offset
            begin = min(begin, column.data_page_offset)
            said = [*pages(file, begin, column.total_compressed_size)]
            packed += sum(each for _, each in said)
            unpacked += max(column.total_uncompressed_size, sum(each for each, _ in said))
            values += column.num_values
    return packed, unpacked, values
