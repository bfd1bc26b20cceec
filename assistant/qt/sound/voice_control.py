"""Everything that is heard: the explanation, notices, short sounds, and how fast and loud."""

import logging
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from assistant.qt.describe.main_window import MainWindow
from assistant.qt.describe.providers import Providers
from assistant.qt.settings.store import SettingsStore
from assistant.qt.sound.player import Sounds, Speaker
from assistant.qt.speaking.announcer import AUTOMATIC, OWN, READER, Announcer, Show, Way, nothing
from assistant.speech import Audio

_log = logging.getLogger(__name__)

_FASTER = 20  # words a minute
_LOUDER = 10  # percent
_SPEAKERS = (AUTOMATIC, OWN, READER)


class VoiceControl(QObject):
    """Tells, whoever speaks, and has the settings of speech followed.

    Args:
        window: in whose name a screen reader announces.
        store: the settings; changes of them take effect at once.
        providers: makes the voice, and knows the screen reader.
    """

    changed = Signal()  # speaking began or ended
    saying = Signal(str)  # our own voice begins this sentence; or has ended: empty
    found_speaker = Signal()  # it is known, perhaps anew, who speaks

    def __init__(self, window: MainWindow, store: SettingsStore, providers: Providers) -> None:
        super().__init__(window)
        self._window, self._store = window, store
        self._began = 0.0
        self._speaker = Speaker(providers.make_voice, self._failed, self)
        self._sounds = Sounds(_log.warning, self)
        self._watch = providers.watch_reader(self)
        self._announcer = Announcer(window, self._speaker, self._watch)
        self._announcer.changed.connect(self.found_speaker)
        self._speaker.sounding.connect(self.changed)
        self._speaker.finished.connect(self.changed)
        self._speaker.saying.connect(self.saying)
        self._speaker.finished.connect(self._silent)
        self._apply: dict[str, Callable[..., object]] = {
            "rate": self._speaker.set_rate,
            "volume": self._speaker.set_volume,
            "voice": self._speaker.set_voice,
            "mute": self._set_muted,
            "speaker": partial(setattr, self._announcer, "wish"),
            "sounds": partial(setattr, self._sounds, "enabled"),
        }
        for name in self._apply:
            self.apply(name)
        store.changed.connect(self._on_setting)

    @property
    def speaking(self) -> bool:
        """Whether our own voice speaks."""
        return self._speaker.speaking

    def said_since(self, moment: float) -> bool:
        """Whether our own voice says something that came up since then (monotonic seconds)."""
        return self.speaking and self._began >= moment

    def notify(self, text: str) -> None:
        """Show a lasting line, and say it once."""
        self._window.notices.show_notice(text)
        self.say([text], urgent=True)

    def say(self, lines: list[str], urgent: bool = False, show: Show = nothing) -> None:
        """Announce, in place of whatever is being said; ``show`` shows that when it is time."""
        self._began = time.monotonic()
        self._announcer.announce(lines, urgent, show)
        self.changed.emit()

    def add(self, lines: list[str], show: Show = nothing) -> None:
        """Announce after what is being said, as its continuation; ``show`` shows it."""
        self._announcer.add(lines, show)
        self.changed.emit()

    def hint(self, line: str) -> None:
        """Announce in passing: not what Repeat says again."""
        self._announcer.mention(line)
        self.changed.emit()

    @property
    def reader(self) -> bool:
        """Whether a screen reader runs, which reads the focus and opened windows by itself."""
        return self._announcer.reader

    @property
    def reads_unseen(self) -> bool:
        """Whether a screen reader runs that does not let us know when it has read something."""
        return self.reader and self._announcer.way is not Way.NOTIFICATION

    def say_unless_read(self, lines: list[str]) -> None:
        """Speak what has just been opened in a window, which a screen reader reads by itself."""
        if not self.reader:
            self.say(lines)

    def say_focus(self, line: str) -> None:
        """Say what the focus came to, unless a screen reader runs, which says so by itself."""
        if self.knows_speaker and not self.reader:
            self._announcer.mention(line)
            self.changed.emit()

    def hint_after(self, line: str) -> None:
        """Announce in passing, after what is being said."""
        self._announcer.mention_after(line)
        self.changed.emit()

    @property
    def knows_speaker(self) -> bool:
        """Whether it is known by now if a screen reader runs."""
        return self._watch.known

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
        """Speech off or on, whoever speaks; either is said."""
        self._store.change("mute", on)

    def confirm(self, line: str) -> None:
        """Say this even while speech is off: it tells why there is silence."""
        self._announcer.confirm(line)

    def next_speaker(self) -> None:
        """Go on to the next of automatic, Glimpse's voice and screen reader; who it is, is said."""
        here = _SPEAKERS.index(self._store["speaker"])
        self._store.change("speaker", _SPEAKERS[(here + 1) % len(_SPEAKERS)])

    def who_speaks(self) -> str:
        """The voice that speaks, and why, in one sentence."""
        wish, own = self._store["speaker"], self._announcer.way is Way.OWN_VOICE
        if wish == READER and own:
            return "The screen reader should speak, but none is found: Glimpse's own voice speaks."
        who = "Glimpse's own voice speaks." if own else "The screen reader speaks."
        return f"Automatic: {who}" if wish == AUTOMATIC else who

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
        self._watch.close()
        self._speaker.close()
        self._sounds.close()

    def _silent(self) -> None:
        self.saying.emit("")

    def _set_muted(self, on: bool) -> None:
        self._announcer.muted = on
        if on:
            self._announcer.stop()

    def _on_setting(self, name: str) -> None:
        self.apply(name)
        if name == "mute":
            self.confirm("Speech is off." if self._store["mute"] else "Speech is on.")
        elif name == "speaker":
            self.confirm(self.who_speaks())

    def _failed(self, message: str) -> None:
        """Show that nothing can be spoken; a screen reader can still say it."""
        self._window.notices.show_notice(message)
        self._announcer.tell_reader(message)
        self.changed.emit()
