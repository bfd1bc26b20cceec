"""For every test: folders of its own, no screen, and no thread left running."""

import gc
import itertools
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import SECONDS

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before the first QApplication: no window pops up

gc.disable()  # as in the program: what Qt made is never deleted by another thread
_ALL = 50  # tests after which everything is collected, not the young alone
_ended = itertools.count(1)
_told: list[Any] = []  # threads for which a test has failed: the next ones need not

_HOMES = {
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "HF_HOME": "cache/huggingface",
    "TORCH_HOME": "cache/torch",
}


@pytest.fixture(autouse=True)
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point every folder of the user's into this test's own; returns its top."""
    top = tmp_path / "home"
    for variable, folder in _HOMES.items():
        monkeypatch.setenv(variable, str(top / folder))
    return top


def _leave_out_what_is_imported() -> None:
    """Keep half a million objects out of each look for garbage, and of that for QThreads below."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the cluster, which takes a minute: at the end the other process would wait.

    What has not begun there may go over to that one, which then starts a cluster of its own.
    """
    items.sort(key=lambda item: item.path.parent.name != "work")


def pytest_collection_finish() -> None:
    """All tests' modules are imported, and no QThread is made yet."""
    _leave_out_what_is_imported()


@pytest.fixture
def freezing() -> Iterator[None]:
    """For a test in which the program freezes what there is: collects what that test left."""
    yield
    _leave_out_what_is_imported()


def pytest_runtest_teardown() -> None:
    """Collect garbage in the main thread, where the windows live."""
    gc.collect(1 if next(_ended) % _ALL else 2)


@pytest.fixture(autouse=True)
def no_thread_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test after which a Python thread or a QThread that it started still runs."""
    uses_qt = bool({"qtbot", "qapp"} & set(request.fixturenames))
    before = [*_running(), *_told]
    yield
    deadline = time.monotonic() + SECONDS
    while left := [t for t in _running(uses_qt) if not any(t is b for b in before)]:
        if time.monotonic() > deadline:
            _told.extend(left)
            pytest.fail(f"left running: {', '.join(map(str, left))}")
        time.sleep(0.01)
        gc.collect()  # what nobody refers to any more ends its thread


def _running(uses_qt: bool = False) -> list[Any]:
    # tqdm, inside transformers and huggingface_hub, keeps one monitor thread for ever. A dummy
    # stands for a thread that Python did not start, such as a QThread, and outlives it. What lets
    # the networks that read go waits for minutes; the program does not wait for it.
    others = ("TMonitor", "_DummyThread", "_LettingGo")
    threads = [t for t in threading.enumerate() if type(t).__name__ not in others]
    return [*threads, *(_qthreads() if uses_qt else ())]


def _qthreads() -> list[Any]:
    """The running QThreads that Python knows, without the main one and Qt's own helpers."""
    if "PySide6.QtCore" not in sys.modules:
        return []
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QThread

    app = QCoreApplication.instance()
    main = app.thread() if app else None
    kinds = _kinds(QThread)  # looked up for each of all objects: no time for issubclass()
    found = [t for t in gc.get_objects() if type(t) in kinds and shiboken6.isValid(t)]
    return [t for t in found if t is not main and t.isRunning()]


def _kinds(kind: type) -> set[type]:
    """A class and all that were made from it."""
    return {kind, *(each for made in kind.__subclasses__() for each in _kinds(made))}
