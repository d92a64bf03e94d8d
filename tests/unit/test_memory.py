"""Work during which nobody looks for what can be freed."""

import gc

from naap.memory import kept


def test_memory_is_looked_through_again_afterwards() -> None:
    held = [{"a": 1}]
    with kept():
        assert not gc.isenabled()
        with kept():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    # What is held can still be found, and freed when it is no longer held.
    assert gc.get_freeze_count() == 0
    assert any(each is held for each in gc.get_objects())


def test_who_had_switched_the_search_off_finds_it_off() -> None:
    gc.disable()
    try:
        with kept():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
