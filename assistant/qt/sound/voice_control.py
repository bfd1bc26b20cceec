"""Everything that is heard: the explanation, notices, short sounds, and how fast and loud."""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal

from assistant.qt.describe.main_window import MainWindow
from assistant.qt.describe.providers import Providers
from assistant.qt.settings.store import SettingsStore
from assistant.qt.sound.player import Sounds, Speaker
from assistant.qt.speaking.announcer import AUTOMATIC, OWN, READER, Announcer, Way
from assistant.speech import Audio

_log = logging.getLogger(__name__)

_FASTER = 20  # words a minute
_LOUDER = 10  # percent
_SPEAKERS = (AUTOMATIC, OWN, READER)


class VoiceControl(Announcer):
    """Tells, whoever speaks, and has the settings of speech followed.

    Args:
        window: in whose name a screen reader announces.
        store: the settings; changes of them take effect at once.
        providers: makes the voice, and knows the screen reader.
    """

    saying = Signal(str)  # our own voice begins this sentence; or has ended: empty

    def __init__(self, window: MainWindow, store: SettingsStore, providers: Providers) -> None:
        speaker = Speaker(providers.make_voice, window.notices.show_notice, window)
        super().__init__(window, speaker, providers.watch_reader(window))
        self._notices, self._store = window.notices, store
        self._sounds = Sounds(_log.warning, self)
        speaker.failed.connect(self._failed)
        speaker.saying.connect(self.saying)
        speaker.finished.connect(self._silent)
        self._apply: dict[str, Callable[..., object]] = {
            "rate": self._speaker.set_rate,
            "volume": self._speaker.set_volume,
            "voice": self._speaker.set_voice,
            "mute": self._set_muted,
            "speaker": partial(setattr, self, "wish"),
            "sounds": partial(setattr, self._sounds, "enabled"),
        }
        for name in self._apply:
            self.apply(name)
        store.changed.connect(self._on_setting)

    def answer(self, sentence: str) -> None:
        """Say one sentence at once."""
        self.say([sentence], urgent=True)

    def notify(self, text: str) -> None:
        """Show a lasting line, and say it once."""
        self._notices.show_notice(text)
        self.say([text], urgent=True)

    @property
    def reads_unseen(self) -> bool:
        """Whether a screen reader runs that does not let us know when it has read something."""
        return self.reader and self.way is not Way.NOTIFICATION

    def say_unless_read(self, lines: list[str]) -> None:
        """Speak what has just been opened in a window, which a screen reader reads by itself."""
        if not self.reader:
            self.say(lines)

    def say_focus(self, line: str, after: bool = False) -> None:
        """Say what the focus came to, unless a screen reader runs, which says so by itself.

        Args:
            line: where it is.
            after: what is being said led there, and is said to its end.
        """
        if self.knows_speaker and not self.reader:
            (self.hint_after if after else self.hint)(line)

    def say_choice(self, choice: str, told: str) -> None:
        """Say what comes of a choice, after the choice, which a screen reader reads by itself."""
        self.say([told] if self.reader else [f"{choice}.", told], urgent=True)

    def hush(self) -> bool:
        """Be silent at once; returns whether our own voice was speaking."""
        speaking = self.speaking
        self.stop()
        return speaking

    def play(self, sound: str) -> None:
        """Play "started", "done" or "nothing", unless short sounds are off."""
        self._sounds.play(sound)

    def play_audio(self, audio: Audio) -> None:
        """Play tones that were asked for."""
        self._sounds.play_audio(audio)

    def mute(self, on: bool) -> None:
        """Speech off or on, whoever speaks; either is said."""
        self._store.change("mute", on)

    def next_speaker(self) -> None:
        """Go on to the next of automatic, Glimpse's voice and screen reader; who it is, is said."""
        here = _SPEAKERS.index(self._store["speaker"])
        self._store.change("speaker", _SPEAKERS[(here + 1) % len(_SPEAKERS)])

    def who_speaks(self) -> str:
        """The voice that speaks, and why, in one sentence."""
        wish, own = self._store["speaker"], self.way is Way.OWN_VOICE
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
        self.muted = on
        if on:
            self.stop()

    def _on_setting(self, name: str) -> None:
        self.apply(name)
        if name == "mute":
            self.confirm("Speech is off." if self._store["mute"] else "Speech is on.")
        elif name == "speaker":
            self.confirm(self.who_speaks())

    def _failed(self, message: str) -> None:
        """Have a screen reader say what is shown: that nothing can be spoken."""
        self.tell_reader(message)
        self.changed.emit()
