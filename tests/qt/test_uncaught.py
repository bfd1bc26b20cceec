"""What nobody caught is told once, in the GUI thread, and is in the log."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import qWarning
from pytestqt.qtbot import QtBot

from assistant.errors import Cancelled, SourceError
from assistant.qt import uncaught


@pytest.fixture
def told(qtbot: QtBot) -> Iterator[list[tuple[str, int]]]:
    told: list[tuple[str, int]] = []
    installed = uncaught.install(lambda text: told.append((text, threading.get_ident())))
    yield told
    installed.remove()


def raise_uncaught(error: BaseException) -> None:
    """What the interpreter does with an exception that nobody caught."""
    try:
        raise error
    except BaseException:  # noqa: BLE001
        sys.excepthook(*sys.exc_info())


def test_a_fault_is_logged_and_told(
    qtbot: QtBot, told: list[tuple[str, int]], caplog: pytest.LogCaptureFixture
) -> None:
    raise_uncaught(ZeroDivisionError("secret detail"))
    assert told == []  # later: it may have happened in the middle of a paint
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0][0].startswith("Something went wrong inside Glimpse.")
    assert "glimpse.log" in told[0][0]
    assert "secret detail" in caplog.text


def test_our_own_errors_are_told_as_they_are(qtbot: QtBot, told: list[tuple[str, int]]) -> None:
    raise_uncaught(SourceError("The picture is gone."))
    qtbot.waitUntil(lambda: [text for text, _ in told] == ["The picture is gone."])


def test_other_threads_are_heard_in_the_gui_thread(
    qtbot: QtBot, told: list[tuple[str, int]]
) -> None:
    def fail() -> None:
        raise SourceError("From far away.")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: told == [("From far away.", threading.get_ident())])


def test_a_fault_that_comes_back_is_told_once(qtbot: QtBot, told: list[tuple[str, int]]) -> None:
    for _ in range(30):
        raise_uncaught(ValueError("in paintEvent"))
    raise_uncaught(SourceError("Another."))
    qtbot.waitUntil(lambda: len(told) == 2)


def test_what_was_cancelled_is_no_fault(qtbot: QtBot, told: list[tuple[str, int]]) -> None:
    raise_uncaught(Cancelled())
    qtbot.wait(20)
    assert told == []


def test_telling_that_fails_does_not_call_itself(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    calls = []

    def fail(text: str) -> None:
        calls.append(text)
        raise RuntimeError("the window is gone")

    installed = uncaught.install(fail)
    raise_uncaught(ValueError("first"))
    qtbot.wait(50)
    installed.remove()
    assert len(calls) == 1
    assert "the window is gone" in caplog.text


def test_qt_messages_go_to_the_log(
    told: list[tuple[str, int]], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="qt"):
        qWarning("something about a font")
    assert "something about a font" in caplog.text
    assert told == []


def test_removing_puts_back_what_was_there(qtbot: QtBot) -> None:
    before = sys.excepthook, threading.excepthook
    installed = uncaught.install(print)
    assert sys.excepthook != before[0]
    installed.remove()
    assert (sys.excepthook, threading.excepthook) == before
