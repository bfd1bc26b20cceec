"""The stage for tests of the window."""

from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.waiting import SECONDS


class Patient(QtBot):
    """Waits for states with all of the test's time."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=1000 * SECONDS)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=1000 * SECONDS)
    waitExposed = partialmethod(QtBot.waitExposed, timeout=1000 * SECONDS)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """In place of pytest-qt's own, which gives up after five seconds."""
    return Patient(request)


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[object]:
    """A shown window whose pipeline, voice and camera need no hardware."""
    from tests.qt.stage import Stage

    made = Stage(tmp_path / "settings.json")
    qtbot.addWidget(made.window)
    with qtbot.waitExposed(made.window):
        pass
    yield made
    made.close()
