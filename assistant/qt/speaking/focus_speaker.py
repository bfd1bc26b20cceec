"""Our own voice in place of a screen reader: windows, controls and lines that the focus comes to.

It is there for those who see too little for the window and have no screen reader; where one runs,
it reads the focus, and this is silent. But for one thing: Orca 43 says nothing when a key changes
a combo box that is closed. Qt tells it that another item is selected, and has no answer when it
asks which (no Selection interface). Newer ones speak the new name that Qt sends as well.
"""

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from assistant.qt.sound.voice_control import VoiceControl
from assistant.qt.speaking import focus_words
from assistant.qt.speaking.typing_echo import TypingEcho, echo, is_secret, spoken

_LETTERS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_LINES = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
_MOMENT = 1.0  # seconds in which a window that is opened comes to the front
_CONTROL = Qt.KeyboardModifier.ControlModifier


class FocusSpeaker(QObject):
    """Says what the focus comes to, and what a key changed there; Ctrl alone is silence.

    Args:
        window: the main one; its menus are told, too.
        voice: says it, if it is ours.
    """

    def __init__(self, window: QMainWindow, voice: VoiceControl) -> None:
        super().__init__(window)
        self._window, self._voice = window, voice
        self._in: QWidget | None = None  # the window that the focus was in
        self._at: QWidget | None = None
        self._before = ""  # what was there before a key was pressed
        self._pressed_at = 0.0  # when the last key was
        self._held: tuple[str, float] | None = None  # what a held key changed last, and when
        self._echo = TypingEcho(self._say, self)
        self._begun = self._closed = False
        self._item: QAction | None = None  # has just been said
        self._alone = False  # Ctrl is down, and no other key was pressed
        self._in_key = False  # the control is doing what a key wants
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        app.focusChanged.connect(self._moved)
        for menu in window.findChildren(QMenu):
            menu.hovered.connect(self._hovered)
        window.menuBar().hovered.connect(self._hovered)
        voice.found_speaker.connect(self._begin)
        if voice.knows_speaker:
            QTimer.singleShot(0, self, self._begin)

    def close(self) -> None:
        """Be silent from now on."""
        self._closed = True
        self._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the keys of the control that has the focus; none is taken."""
        if isinstance(event, QKeyEvent) and watched is self._at:
            if event.isAutoRepeat():
                self._see_held(event)
            else:
                self._see(event)
        return super().eventFilter(watched, event)

    def _see(self, event: QKeyEvent) -> None:
        control = event.key() == Qt.Key.Key_Control
        if event.type() == QEvent.Type.KeyRelease and control and self._alone:
            # A reader has its own key; and while one listens Qt holds keys back, so that those of
            # Ctrl come after the shortcut that it belongs to.
            if not self._voice.reader:
                self._voice.stop()
        elif event.type() == QEvent.Type.ShortcutOverride:  # all that comes of a shortcut's key
            self._alone, self._pressed_at = control, time.monotonic()
        elif event.type() == QEvent.Type.KeyPress:
            self._alone, self._pressed_at = control, time.monotonic()
            if not control and self._at is not None:
                self._before, self._in_key = _changeable(self._at), True
                seen = self._at, Qt.Key(event.key()), event.modifiers(), self._pressed_at
                QTimer.singleShot(0, self, lambda: self._pressed(*seen))
        elif event.type() == QEvent.Type.KeyRelease and self._held and self._at is not None:
            released = self._at, Qt.Key(event.key()), event.modifiers()
            QTimer.singleShot(0, self, lambda: self._released(*released))

    def _see_held(self, event: QKeyEvent) -> None:
        """A key is held: only what it comes to in the end is worth saying."""
        self._pressed_at = pressed = time.monotonic()
        if event.type() == QEvent.Type.KeyPress and (widget := self._at) is not None:
            QTimer.singleShot(0, self, lambda: self._changed(widget, pressed))

    def _changed(self, widget: QWidget, pressed: float) -> None:
        if widget is self._at and (self._held is None or _changeable(widget) != self._held[0]):
            self._held = _changeable(widget), pressed

    def _released(self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        held, self._held = self._held, None
        if held is None or widget is not self._at:
            return
        if isinstance(widget, QComboBox) and held[0] != self._before:
            self._voice.tell_unread(focus_words.joined(held[0]))
        self._pressed(widget, key, modifiers, held[1])

    def _pressed(
        self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier, pressed: float
    ) -> None:
        """After the control had the key: say what it changed."""
        self._in_key = False
        if widget is not self._at:  # the key led elsewhere, which was said
            return
        if isinstance(widget, (QPlainTextEdit, QLineEdit)) and key in _LETTERS:
            self._say(_at_cursor(widget, bool(modifiers & _CONTROL)))
        elif isinstance(widget, (QPlainTextEdit, QLineEdit)) and key in _LINES:
            self._say(focus_words.value(widget))
        else:
            before, now = self._before, _changeable(widget)
            self._before = now
            if self._voice.said_since(pressed) or isinstance(widget, QLineEdit):
                return  # what came of the key says itself
            if now != before:
                self._say(echo(before, now) if isinstance(widget, QPlainTextEdit) else now)

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._leave()
        if now is None or self._closed:
            return
        now.installEventFilter(self)
        self._at, self._before = now, _changeable(now)
        self._echo.follow(now)
        if isinstance(now, QComboBox):
            now.currentIndexChanged.connect(self._chose)
        elif isinstance(now, QAbstractButton):
            now.toggled.connect(self._toggled)
        before, self._in = self._in, now.window()
        if not focus_words.in_words(now):
            return
        if before is self._in:
            # What was said since the last key led here: a fault to its field.
            told = self._voice.said_since(self._pressed_at)
            self._say(focus_words.in_words(now), after=told)
        elif not self._voice.said_since(
            min(self._pressed_at, time.monotonic() - _MOMENT)
        ):  # a window that says itself what it is about, or what led to it, may do so
            whole = before is None or self._in is not self._window
            self._say(f"{focus_words.title(self._in)}. {focus_words.in_words(now, whole)}")

    def _begin(self) -> None:
        """Tell where the focus is when Glimpse has started."""
        self._app.setAttribute(
            Qt.ApplicationAttribute.AA_DontUseNativeDialogs, not self._voice.reader
        )
        if not self._begun:
            self._begun, self._in = True, None
            self._moved(None, self._app.focusWidget())

    def _hovered(self, action: QAction) -> None:
        """Say an item of a menu; Qt tells of it twice at once, for the menu and for the bar."""
        if action.isSeparator() or action is self._item:
            return
        self._item = action
        QTimer.singleShot(0, self, self._forget_item)
        self._say(focus_words.entry(action))

    def _forget_item(self) -> None:
        self._item = None

    @Slot()
    def _chose(self) -> None:
        """Another choice: said at once, so that it comes before what it does."""
        if self._in_key and self._at is not None:
            self._voice.tell_unread(focus_words.joined(focus_words.value(self._at)))

    @Slot()
    def _toggled(self) -> None:
        """Checked or not: when Space is let go, or after its letter has led to it."""
        if self._at is not None:
            self._before = _changeable(self._at)
            self._say(self._before, after=self._voice.said_since(self._pressed_at))

    def _leave(self) -> None:
        if isinstance(self._at, QComboBox):
            self._at.currentIndexChanged.disconnect(self._chose)
        elif isinstance(self._at, QAbstractButton):
            self._at.toggled.disconnect(self._toggled)
        if self._at is not None:
            self._at.removeEventFilter(self)
        self._echo.follow(None)
        self._at, self._alone, self._held = None, False, None

    def _say(self, words: str, after: bool = False) -> None:
        if words and not self._closed:
            self._voice.say_focus(words, after)


def _changeable(widget: QWidget) -> str:
    """What a key may change in a control; of a text that can be written in, all of it."""
    if isinstance(widget, QPlainTextEdit):
        return "" if widget.isReadOnly() else widget.toPlainText()
    return focus_words.value(widget)


def _at_cursor(widget: QPlainTextEdit | QLineEdit | QTextEdit, word: bool) -> str:
    """The letter after the cursor, or the word; or what is selected."""
    if isinstance(widget, QLineEdit):
        text, at = widget.displayText(), widget.cursorPosition()
        if widget.hasSelectedText() and not is_secret(widget):
            return f"{widget.selectedText()}, selected"
        here = text[at:].split(" ")[0] if word else text[at : at + 1]
        return (spoken(here) if len(here) == 1 else here) or "end"
    cursor = widget.textCursor()
    if cursor.hasSelection():
        return f"{cursor.selectedText()}, selected"
    if word:
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        return cursor.selectedText() or "end"
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
    letter = cursor.selectedText().replace("\u2029", "")
    return spoken(letter) if len(letter) == 1 else letter or "end of the line"
