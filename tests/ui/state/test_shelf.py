"""What a server keeps stays within its budget."""

from hypothesis import given
from hypothesis import strategies as st

from embviz.ui.state.server import Shelf


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 60)), max_size=40))
def test_the_budget_holds_and_the_newest_stays(puts):
    shelf: Shelf[int] = Shelf(100, weigh=lambda value: value)
    for name, value in puts:
        shelf.put(name, value)
        assert shelf.get(name) == value
        assert sum(shelf.values()) <= max(100, value)


def test_the_longest_unused_goes_first():
    shelf: Shelf[str] = Shelf(2, weigh=lambda value: 1)
    shelf.put("a", "a")
    shelf.put("b", "b")
    shelf.get("a")
    shelf.put("c", "c")
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == ("a", None, "c")


def test_time_is_up():
    shelf: Shelf[str] = Shelf(100, weigh=lambda value: 1, keep_s=-1.0)
    shelf.put("a", "a")
    shelf.put("b", "b")
    assert (shelf.get("a"), shelf.get("b")) == (None, "b")
