"""The stage for tests of the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[object]:
    """A shown window whose pipeline, voice and camera need no hardware."""
    from tests.qt.stage import Stage

    made = Stage(tmp_path / "settings.json")
    qtbot.addWidget(made.window)
    qtbot.waitExposed(made.window)
    yield made
    made.close()
