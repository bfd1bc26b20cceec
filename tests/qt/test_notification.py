"""A screen reader that drops notifications, as Orca 43 does, hears each text once all the same."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from assistant.qt.sound.player import Speaker
from assistant.qt.speaking import notification
from assistant.qt.speaking.announcer import Announcer
from assistant.qt.speaking.notification import Notification, Notifications
from assistant.qt.speaking.screen_reader import ScreenReader, ScreenReaderWatch
from assistant.speech import SilentVoice

ORCA_43 = ScreenReader(announcements=False, notifications=True)


class Reader(ScreenReaderWatch):
    """Takes notifications when it is told to, as one that is busy meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._found = ORCA_43
        self.spoken: list[str] = []
        self._taken: list[Notification] = []

    @property
    def found(self) -> ScreenReader | None:
        return self._found

    def end(self) -> None:
        self._now(None)

    def take(self, window: QMainWindow) -> None:
        """Read the labels of all that came up, as Orca does; empty ones say nothing."""
        new = [note for note in notes(window) if note not in self._taken]
        self._taken += new
        for note in new:
            face = QAccessible.queryAccessibleInterface(note)
            assert face.role() == QAccessible.Role.Notification
            label = face.child(0)
            assert label.role() == QAccessible.Role.StaticText
            words = [label.text(QAccessible.Text.Name) for _ in range(2)]  # speech, braille
            assert words[0] == words[1]
            self.spoken += words[:1] if words[0] else []


@pytest.fixture
def bare(qtbot: QtBot) -> QMainWindow:
    """A window that is not shown yet."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.statusBar()
    return window


def show(qtbot: QtBot, window: QWidget) -> None:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.fixture
def window(qtbot: QtBot, bare: QMainWindow) -> QMainWindow:
    show(qtbot, bare)
    return bare


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def announcer(window: QMainWindow, reader: Reader, said: list[str]) -> Iterator[Announcer]:
    class Voice(SilentVoice):
        def synthesise(self, text: str):  # type: ignore[no-untyped-def]
            said.append(text)
            return super().synthesise(text)

    speaker = Speaker(Voice, print)
    yield Announcer(window, speaker, reader)
    speaker.close()


def notes(window: QMainWindow) -> list[Notification]:
    return window.statusBar().findChildren(Notification)


def test_what_is_dropped_comes_up_again_and_is_heard_once(
    qtbot: QtBot, window: QMainWindow, reader: Reader, announcer: Announcer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(notification, "_AGAIN_MS", 50)
    announcer.say(["A dog."])
    dropped = notes(window)
    announcer.say(["A cat."])
    qtbot.waitUntil(lambda: len(notes(window)) > len(dropped) + 1)  # nobody has asked
    reader.take(window)
    reader.take(window)
    assert reader.spoken == ["A dog. A cat."]
    qtbot.waitUntil(lambda: len(notes(window)) == 1)  # it may still look at this one
    announcer.say(["A cow."])
    reader.take(window)
    assert reader.spoken == ["A dog. A cat.", "A cow."]


def test_it_is_shown_when_the_reader_has_come_so_far(
    qtbot: QtBot, window: QMainWindow, reader: Reader, announcer: Announcer
) -> None:
    shown: list[str] = []
    announcer.say(["A dog."], show=lambda: shown.append("A dog."))
    announcer.add(["On grass."], show=lambda: shown.append("On grass."))
    announcer.add([], show=lambda: shown.append("whole"))
    assert not shown  # else the reader, which still turns to the window, would read it as well
    reader.take(window)
    qtbot.waitUntil(lambda: shown == ["A dog.", "On grass.", "whole"])
    announcer.say(["A cat."], show=lambda: shown.append("A cat."))
    announcer.stop()
    assert shown[3:] == ["A cat."]
    reader.take(window)
    assert reader.spoken == ["A dog. On grass."]


def test_what_the_reader_had_not_come_to_when_it_ended_our_own_voice_says(
    qtbot: QtBot, reader: Reader, announcer: Announcer, said: list[str]
) -> None:
    announcer.say(["A dog."])
    reader.end()
    qtbot.waitUntil(lambda: "A dog." in said)


def test_a_window_that_was_active_before_is_not_waited_for(
    qtbot: QtBot, window: QMainWindow, reader: Reader, announcer: Announcer
) -> None:
    dialog = QDialog(window)
    show(qtbot, dialog)
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is dialog.windowHandle())
    announcer.say(["Removed."])
    reader.take(window)  # at once
    assert reader.spoken == ["Removed."]
    dialog.close()


def test_nothing_comes_up_while_a_new_window_is_about_to_be_turned_to(
    qtbot: QtBot, bare: QMainWindow
) -> None:
    told = Notifications(bare.statusBar())
    show(qtbot, bare)
    dialog = QDialog(bare)
    dialog.show()  # it becomes active when events are handled
    told.tell("A dog.", lambda: None)
    assert not notes(bare)
    qtbot.waitUntil(lambda: len(notes(bare)) == 1)
    assert dialog.isActiveWindow()
    dialog.close()


def test_in_a_dialog_it_comes_up_at_once_though_the_main_window_was_active_before_all(
    qtbot: QtBot, window: QMainWindow
) -> None:
    told = Notifications(window.statusBar())
    dialog = QDialog(window)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    told.tell("A dog.", lambda: None)
    assert len(notes(window)) == 1  # the main window is no new one that is waited for
    dialog.close()
