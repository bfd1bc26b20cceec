"""Nobody can make a worker without saying what happens when it fails."""

import importlib
import inspect
import pkgutil

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

import assistant.qt
from assistant.errors import PipelineError
from assistant.qt.describe import preview
from assistant.qt.describe.preview import Preview
from tests.qt.stage import picture


def workers() -> list[type[QObject]]:
    """Every class of the window that has a signal for failures."""
    names = [m.name for m in pkgutil.walk_packages(assistant.qt.__path__, "assistant.qt.")]
    found = {
        each
        for module in map(importlib.import_module, names)
        for each in vars(module).values()
        if inspect.isclass(each) and issubclass(each, QObject) and "failed" in vars(each)
    }
    return sorted(found, key=lambda each: each.__name__)


@pytest.mark.parametrize("worker", workers(), ids=lambda each: each.__name__)
def test_what_happens_on_failure_must_be_said(worker: type[QObject]) -> None:
    parameter = inspect.signature(worker).parameters["on_failure"]
    assert parameter.default is inspect.Parameter.empty


def test_they_are_found() -> None:
    assert {"NewestWorker", "Job", "Speaker", "CameraJob"} <= {w.__name__ for w in workers()}


def test_pictures_that_cannot_be_shown_are_told_once_for_as_long_as_it_is_so(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = True
    scaled: list[str] = []

    def make() -> object:
        def scale(wish: preview._Wish, _should_stop: object) -> QImage:
            scaled.append(wish.frame.source)
            if broken:
                raise PipelineError("The picture cannot be shown.")
            return QImage(10, 10, QImage.Format.Format_RGB32)

        return scale

    monkeypatch.setattr(preview, "_make_scaler", make)
    told: list[str] = []
    shown = Preview(told.append)
    qtbot.addWidget(shown)
    shown.show()
    for name in ("one", "two"):
        shown.show_frame(picture(source=name))
        qtbot.waitUntil(lambda name=name: name in scaled and not shown._scaler.pending)
    assert told == ["The picture cannot be shown."]
    broken = False
    shown.show_frame(picture(source="three"))
    qtbot.waitUntil(lambda: not shown._image.isNull())
    broken = True
    shown.show_frame(picture(source="four"))
    qtbot.waitUntil(lambda: len(told) == 2)
