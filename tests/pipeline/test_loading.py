"""Loading the standard profile's libraries."""

import gc

import pytest

from assistant.pipeline import loading


@pytest.mark.usefixtures("freezing")
@pytest.mark.parametrize("collects", [True, False])
def test_the_garbage_collector_is_afterwards_as_it_was(collects: bool) -> None:
    before = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        with loading.gently():
            assert not gc.isenabled()
        assert gc.isenabled() is collects
    finally:
        (gc.enable if before else gc.disable)()
