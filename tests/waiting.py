"""Waiting in tests: always for a state, and with all the time that a test has."""

import time
import tomllib
from collections.abc import Callable
from pathlib import Path

_PROJECT = Path(__file__).parents[1] / "pyproject.toml"
_LIMIT = tomllib.loads(_PROJECT.read_text())["tool"]["pytest"]["ini_options"]["timeout"]
SECONDS: int = _LIMIT - 5  # so that a failure tells what was waited for


def wait_for(state: Callable[[], object], every: float = 0.01) -> None:
    """Wait until ``state()`` is true; it is asked ``every`` so many seconds.

    Raises:
        AssertionError: it did not become true in all of the test's time.
    """
    deadline = time.monotonic() + SECONDS
    while not state():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(every)
