"""Vectors in Arrow's own files, which are Feather's as well: see `rows.arrow_columns`."""

from collections.abc import Iterator

from embviz.files.refusals import foreign
from embviz.files.rows.arrow_columns import ArrowRows, check_fits, layout, sound
from embviz.files.rows.file_being_read import Opening


def begins(head: bytes) -> bool:
    """Whether a file begins so."""
    return head.startswith(b"ARROW1")


def read(opening: Opening) -> Iterator[None]:
    """Read rows, a batch at each step. Raises FileError: `foreign`, `damaged`."""
    from pyarrow import ipc

    with sound("the Arrow file"):
        schema = ipc.open_file(opening.mapped).schema
        found = layout(opening, schema)
        fields = [schema.get_field_index(name) for name in found.all]
        options = ipc.IpcReadOptions(included_fields=fields, use_threads=False)
        file = ipc.open_file(opening.mapped, options=options)
        rows, read = ArrowRows(opening, found, 0), 0
        for i in range(file.num_record_batches):
            batch = file.get_batch(i)
            batch.validate(full=True)
            read += batch.num_rows
            rows.rows = max(read, read * file.num_record_batches // (i + 1))
            if not found.listed:
                check_fits(opening, read, len(found.numbers))
            rows.take(batch)
            yield
            if opening.table.full:
                break
        if not read:
            raise foreign("a table of Arrow without rows")
    rows.finish()
    yield
