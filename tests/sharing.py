"""What takes long to make is made once, also where several processes run the tests."""

import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from filelock import FileLock


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[], Any]) -> Any:
    """Return what ``make()`` returns, as JSON has it: made here, or by another process before.

    Args:
        folders: those of this run.
        name: of what is made.
        make: makes it; where it fails, the next one who asks tries again.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return json.loads(json.dumps(make()))
    made = folders.getbasetemp().parent / f"{name}.json"
    with FileLock(f"{made}.lock"):
        if not made.exists():
            made.write_text(json.dumps(make()), encoding="utf-8")
    return json.loads(made.read_text(encoding="utf-8"))
