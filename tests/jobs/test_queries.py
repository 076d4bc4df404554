"""Reading a text as a job."""

import pytest

from embviz.jobs.queries import TextSource
from embviz.text.samples import answers, sample_text


@pytest.mark.parametrize("sample", ["bank", None])
def test_a_text_is_read_with_its_answers_if_it_has_any(sample):
    source = TextSource("a name", sample_text("bank"), 1, 1000, False, sample)
    assert source.corpus().answers == (answers(sample) if sample else None)
