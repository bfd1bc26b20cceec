"""Everything that is heard: the explanation, notices, short sounds, and how fast and loud."""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible

from assistant.qt.announcer import Announcer
from assistant.qt.main_window import MainWindow
from assistant.qt.parts import Parts
from assistant.qt.player import Sounds, Speaker
from assistant.qt.store import Store
from assistant.speech import Audio

_log = logging.getLogger(__name__)

_FASTER = 20  # words a minute
_LOUDER = 10  # percent


class VoiceControl(QObject):
    """One voice only: the screen reader's when one runs, else our own.

    Args:
        window: in whose name a screen reader announces.
        store: the settings; changes of them take effect at once.
        parts: makes the voice.
    """

    changed = Signal()  # speaking began or ended

    def __init__(self, window: MainWindow, store: Store, parts: Parts) -> None:
        super().__init__(window)
        self._window, self._store = window, store
        self._speaker = Speaker(parts.make_voice, self._failed, self)
        self._sounds = Sounds(_log.warning, self)
        self._announcer = Announcer(window, self._speaker)
        self._speaker.sounding.connect(self.changed)
        self._speaker.finished.connect(self.changed)
        self._apply: dict[str, Callable[..., object]] = {
            "rate": self._speaker.set_rate,
            "volume": self._speaker.set_volume,
            "voice": self._speaker.set_voice,
            "mute": self._speaker.set_muted,
            "sounds": partial(setattr, self._sounds, "enabled"),
        }
        for name in self._apply:
            self.apply(name)
        store.changed.connect(self.apply)

    @property
    def speaking(self) -> bool:
        """Whether our own voice speaks."""
        return self._speaker.speaking

    def notify(self, text: str) -> None:
        """Show a lasting line, and say it once."""
        self._window.notices.show_notice(text)
        self.say([text], urgent=True)

    def say(self, lines: list[str], urgent: bool = False) -> None:
        """Announce, in place of whatever is being said."""
        self._announcer.announce(lines, urgent)
        self.changed.emit()

    def add(self, lines: list[str]) -> None:
        """Announce after what is being said, as its continuation."""
        self._announcer.add(lines)
        self.changed.emit()

    def hint(self, line: str) -> None:
        """Announce in passing: not what Repeat says again."""
        self._announcer.mention(line)
        self.changed.emit()

    def say_unless_read(self, lines: list[str]) -> None:
        """Speak what has just been opened in a window, which a screen reader reads by itself."""
        if not QAccessible.isActive():
            self.say(lines)

    def stop(self) -> None:
        """Be silent at once."""
        self._announcer.stop()

    def hush(self) -> bool:
        """Be silent at once; returns whether our own voice was speaking."""
        speaking = self.speaking
        self.stop()
        return speaking

    def repeat(self) -> None:
        """Say the last thing again."""
        self._announcer.repeat()

    def play(self, sound: str) -> None:
        """Play "started", "done" or "nothing", unless short sounds are off."""
        self._sounds.play(sound)

    def play_audio(self, audio: Audio) -> None:
        """Play tones that were asked for."""
        self._sounds.play_audio(audio)

    def mute(self, on: bool) -> None:
        """Speech off or on."""
        self._store.change("mute", on)
        if on:
            self.stop()
        else:
            self.say(["Speech is on."])

    def faster(self, times: int = 1) -> None:
        """Raise the rate by one step; -1 lowers it."""
        self.say([f"Rate {self._store.step('rate', times * _FASTER)}."])

    def louder(self, times: int = 1) -> None:
        """Raise the volume by one step; -1 lowers it."""
        self.say([f"Volume {self._store.step('volume', times * _LOUDER)} percent."])

    def apply(self, name: str) -> None:
        """Take over one setting, if it is about sound."""
        if name in self._apply:
            self._apply[name](self._store[name])

    def prepare(self) -> None:
        """Start the voice in the background, so that the first sentence comes sooner."""
        self._speaker.prepare()

    def close(self) -> None:
        """End the threads of voice and sounds."""
        self._speaker.close()
        self._sounds.close()

    def _failed(self, message: str) -> None:
        self._window.notices.show_notice(message)  # not spoken: it says that nothing can be
        self.changed.emit()
