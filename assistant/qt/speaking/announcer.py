"""Announcing: by one voice only, a screen reader's or our own, and always by one of them."""

import time
from collections.abc import Callable
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow

from assistant.qt.sound.player import Speaker
from assistant.qt.speaking.notification import Notifications
from assistant.qt.speaking.screen_reader import ScreenReader, ScreenReaderWatch
from assistant.untrusted import for_voice

AUTOMATIC, OWN, READER = "automatic", "Glimpse's voice", "screen reader"  # as the setting has it
ENDED = "The screen reader has ended. Glimpse speaks with its own voice."

_Politeness = QAccessible.AnnouncementPoliteness
Show = Callable[[], object]


def nothing() -> None:
    """Show nothing."""


class Say(Protocol):
    """Speaks sentences and shows, when it is time, what they tell of."""

    def __call__(self, lines: list[str], urgent: bool = False, show: Show = nothing) -> None:
        """Speak these, as :meth:`Announcer.say` does."""


class Way(Enum):
    """A way of telling something."""

    OWN_VOICE = "our own voice"
    ANNOUNCEMENT = "an announcement to the screen reader"
    NOTIFICATION = "a notification to the screen reader"
    MESSAGE = "a message to the screen reader"


def choose_way(wish: str, found: ScreenReader | None, in_front: bool) -> Way:
    """Decide who speaks, and how it is told.

    Args:
        wish: the setting: automatic, Glimpse's voice, screen reader.
        found: the screen reader that runs.
        in_front: one of our windows is; readers ignore the announcements of others.
    """
    if found is None or wish == OWN or not (found.sure or wish == READER):
        return Way.OWN_VOICE
    if found.announcements and in_front:
        return Way.ANNOUNCEMENT
    if found.messages:
        return Way.MESSAGE
    return Way.NOTIFICATION if found.notifications else Way.OWN_VOICE


class Announcer(QObject):
    """Tells the user something, in the way that this user hears things.

    Attributes:
        wish: who should speak, as the setting has it.
        muted: nothing is said, by nobody.

    Args:
        window: in whose name a screen reader is told.
        speaker: our own voice.
        watch: knows the screen reader.
    """

    changed = Signal()  # speaking may have begun or ended
    found_speaker = Signal()  # it is known, perhaps anew, who speaks

    def __init__(self, window: QMainWindow, speaker: Speaker, watch: ScreenReaderWatch) -> None:
        super().__init__(window)
        self._window, self._speaker, self._watch = window, speaker, watch
        self._notification = Notifications(window.statusBar())
        self.wish, self.muted = AUTOMATIC, False
        self._last: list[str] = []
        self._later: list[str] = []  # to be said by our own voice when it has finished
        self._early: list[tuple[list[str], bool]] = []  # before it was known who speaks
        self._had_reader = False
        self._began = 0.0
        speaker.finished.connect(self._go_on)
        speaker.sounding.connect(self.changed)
        speaker.finished.connect(self.changed)  # after it went on
        watch.changed.connect(self._on_reader)

    @property
    def way(self) -> Way:
        """The way in which something would be told now."""
        return choose_way(self.wish, self._watch.found, in_front())

    @property
    def reader(self) -> bool:
        """Whether a screen reader runs, which reads focus and windows by itself."""
        found = self._watch.found
        return found is not None and (found.sure or self.wish == READER)

    @property
    def knows_speaker(self) -> bool:
        """Whether it is known by now if a screen reader runs."""
        return self._watch.known

    @property
    def speaking(self) -> bool:
        """Whether our own voice speaks."""
        return self._speaker.speaking

    def said_since(self, moment: float) -> bool:
        """Whether our own voice says something that came up since then (monotonic seconds)."""
        return self.speaking and self._began >= moment

    def say(self, lines: list[str], urgent: bool = False, show: Show = nothing) -> None:
        """Say these sentences; an urgent one interrupts what the screen reader is saying.

        With a screen reader it is one announcement, so that nothing comes between the sentences,
        and we are silent ourselves. Nothing to say interrupts nothing.

        Args:
            lines: the sentences.
            urgent: it does not wait.
            show: puts on the screen what is said. It is called once, at once or, where a reader
                has yet to read what had the focus before, when it has: else that would be this.
        """
        self._began = time.monotonic()
        if said := _cleaned(lines):
            self._last = said
            self._tell(said, urgent, show)
        else:
            self._notification.follow(show)
        self.changed.emit()

    def add(self, lines: list[str], show: Show = nothing) -> None:
        """Say these after what is being said, as its continuation; nothing is interrupted."""
        if said := _cleaned(lines):
            self._last = [*self._last, *said]
            self._tell_after(said, show)
        else:
            self._notification.follow(show)
        self.changed.emit()

    def hint(self, sentence: str) -> None:
        """Say this in passing: it is not what is said again when that is asked for."""
        self._tell([for_voice(sentence)], urgent=False)
        self.changed.emit()

    def hint_after(self, sentence: str) -> None:
        """Say this in passing, after what is being said."""
        self._tell_after([for_voice(sentence)])
        self.changed.emit()

    def confirm(self, sentence: str) -> None:
        """Say this even while muted: it tells why there is silence."""
        self._say([for_voice(sentence)], urgent=True)

    def tell_unread(self, words: str) -> None:
        """Say what a screen reader that takes no announcements does not read of a control.

        It is a reader's work, so it is said while muted, too.
        """
        if self._watch.known and self.way is Way.NOTIFICATION:
            self._say([for_voice(words)], urgent=False)

    def tell_reader(self, sentence: str) -> None:
        """Say what our own voice cannot say: by the screen reader, where there is one."""
        if choose_way(READER, self._watch.found, in_front()) is not Way.OWN_VOICE:
            wish, self.wish = self.wish, READER
            self.hint(sentence)
            self.wish = wish

    @Slot()
    def repeat(self) -> None:
        """Say the last again; it was asked for, so it is urgent."""
        self.say(self._last, urgent=True)

    @Slot()
    def stop(self) -> None:
        """Stop our own voice; a screen reader is stopped with its own key."""
        self._later, self._early = [], []
        self._notification.take_back()
        self._speaker.stop()

    def _tell(self, said: list[str], urgent: bool, show: Show = nothing) -> None:
        if self.muted:
            show()
        else:
            self._say(said, urgent, show)

    def _tell_after(self, said: list[str], show: Show = nothing) -> None:
        if self.muted:
            show()
        elif not self._watch.known and self._early:
            show()
            self._early[-1][0].extend(said)
        elif self.way is Way.OWN_VOICE and self._speaker.speaking:
            show()
            self._later += said
        else:
            self._say(said, urgent=False, show=show)

    def _say(self, said: list[str], urgent: bool, show: Show = nothing) -> None:
        self._later = []
        if self._watch.known and self.way is Way.NOTIFICATION:
            self._speaker.stop()
            self._notification.tell(" ".join(said), show)
            return
        show()
        if not self._watch.known:
            self._early = [(list(said), urgent)]
            return
        way, text = self.way, " ".join(said)
        if way is Way.OWN_VOICE:
            self._speaker.say(said)
            return
        self._speaker.stop()
        if way is Way.ANNOUNCEMENT:
            event = QAccessibleAnnouncementEvent(self._window, text)
            event.setPoliteness(_Politeness.Assertive if urgent else _Politeness.Polite)
            QAccessible.updateAccessibility(event)
        else:
            self._watch.present(text, lambda: self._speaker.say(said))

    @Slot()
    def _go_on(self) -> None:
        later, self._later = self._later, []
        if later:
            self._speaker.say(later)

    @Slot()
    def _on_reader(self) -> None:
        had, self._had_reader = self._had_reader, self.reader
        early, self._early = self._early, []
        # What the reader had not come to when it ended, another says.
        left = [] if self.way is Way.NOTIFICATION else self._notification.take_back()
        if self._had_reader and not had and self.way is not Way.OWN_VOICE:
            self.stop()  # it has begun to speak
        elif had and not self._had_reader:
            self.hint(ENDED)
        for said, urgent in early:
            self._tell(said, urgent)
        if left:
            self._tell_after(left)
        self.found_speaker.emit()


def in_front() -> bool:
    """Whether one of our windows is."""
    return QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive


def _cleaned(sentences: list[str]) -> list[str]:
    return [sentence for sentence in map(for_voice, sentences) if sentence]
