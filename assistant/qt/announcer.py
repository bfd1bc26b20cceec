"""One voice only: the screen reader's if there is one, else our own."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from assistant.qt.player import Speaker
from assistant.speech import clean

_Politeness = QAccessible.AnnouncementPoliteness


class Announcer(QObject):
    """Tells the user something, in the way that this user hears things."""

    def __init__(self, window: QWidget, speaker: Speaker) -> None:
        super().__init__(window)
        self._window = window
        self._speaker = speaker
        self._last: list[str] = []
        self._later: list[str] = []  # to be said by our own voice when it has finished
        speaker.finished.connect(self._go_on)

    def announce(self, sentences: list[str], urgent: bool = False) -> None:
        """Say these sentences; an urgent one interrupts what the screen reader is saying.

        With a screen reader it is one announcement, so that nothing comes between the sentences,
        and we are silent ourselves. Nothing to say changes nothing.
        """
        said = [sentence for sentence in map(clean, sentences) if sentence]
        if not said:
            return
        self._last = said
        self._later = []
        if QAccessible.isActive():
            self._speaker.stop()
            self._tell_screen_reader(" ".join(said), urgent)
        else:
            self._speaker.say(said)

    def add(self, sentences: list[str]) -> None:
        """Say these after what is being said, as its continuation; nothing is interrupted."""
        said = [sentence for sentence in map(clean, sentences) if sentence]
        if not said:
            return
        self._last = [*self._last, *said]
        if QAccessible.isActive():
            self._tell_screen_reader(" ".join(said), urgent=False)
        elif self._speaker.speaking:
            self._later += said
        else:
            self._speaker.say(said)

    def mention(self, sentence: str) -> None:
        """Say this in passing: it is not what is said again when that is asked for."""
        if QAccessible.isActive():
            self._tell_screen_reader(clean(sentence), urgent=False)
        else:
            self._speaker.say([clean(sentence)])

    @Slot()
    def repeat(self) -> None:
        """Say the last again; it was asked for, so it is urgent."""
        self.announce(self._last, urgent=True)

    @Slot()
    def stop(self) -> None:
        """Stop our own voice; a screen reader is stopped with its own key."""
        self._later = []
        self._speaker.stop()

    @Slot()
    def _go_on(self) -> None:
        later, self._later = self._later, []
        if later:
            self._speaker.say(later)

    def _tell_screen_reader(self, text: str, urgent: bool) -> None:
        event = QAccessibleAnnouncementEvent(self._window, text)
        event.setPoliteness(_Politeness.Assertive if urgent else _Politeness.Polite)
        QAccessible.updateAccessibility(event)
