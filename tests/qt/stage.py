"""A real window with a pipeline, a voice and a camera that need no models and no hardware."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QImage

from assistant import settings
from assistant.errors import Cancelled, SourceError
from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Level,
    Observation,
    Sentence,
    Sureness,
)
from assistant.pipeline.frame import Frame, Screen
from assistant.pipeline.options import Options
from assistant.pipeline.pipeline import Pipeline
from assistant.qt.describe.commands import Commands
from assistant.qt.describe.controller import Controller
from assistant.qt.describe.main_window import MainWindow
from assistant.qt.describe.providers import Providers
from assistant.qt.settings.store import SettingsStore
from assistant.qt.speaking.announcer import Say, Show, nothing
from assistant.qt.speaking.screen_reader import ScreenReaderWatch
from assistant.reading import Block, Line, Page, Word
from assistant.screen import What
from assistant.sources import CameraInfo
from assistant.speech import Audio, SilentVoice, VoiceInfo
from tests.waiting import SECONDS

PARAGRAPHS = ("Opening hours", "Monday to Friday from nine to FIVE.", "Closed on holidays.")

# brightness of a test picture → thing; at a sign text is found later, by a slow sense
LABELS = {0: "", 50: "cat", 100: "dog", 150: "sign", 200: "giraffe"}
WORDS = Observation("text", 0.9, "text", Sureness.SURE, kind="text", content="EXIT")


_DEFAULT = Options()


def saying(said: list[str]) -> Say:
    """Speaks to a list, and shows at once."""

    def say(lines: list[str], urgent: bool = False, show: Show = nothing) -> None:
        said.extend(lines)
        show()

    return say


class Scripted(Pipeline):
    """Names a thing by how bright the picture is; can be held up."""

    def __init__(self, profile: str, gate: threading.Event) -> None:
        self.profile, self._gate = profile, gate

    def glance(
        self, x: Frame, should_stop: Callable[[], bool], options: Options = _DEFAULT
    ) -> Explanation:
        hold(self._gate, should_stop)
        label = LABELS[int(x.pixels[0, 0, 0])]
        return (first if label == "sign" else explained)(label, x.source, self.profile)


@dataclass
class SlowSense:
    """Finishes what the pipeline began, when it is let go; remembers of which pictures."""

    gate: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    options: list[Options] = field(default_factory=list)

    def finish(
        self, x: Frame, y: Explanation, should_stop: Callable[[], bool], options: Options
    ) -> Explanation:
        gate = self.gate
        self.asked.append(x.source)
        self.options.append(options)
        hold(gate, should_stop)
        return explained("sign", y.source, y.profile)

    def let_go(self) -> None:
        """Let what has begun come to its end, and nothing that comes after it."""
        held, self.gate = self.gate, threading.Event()
        held.set()

    def read_page(self, x: Frame, should_stop: Callable[[], bool]) -> Page:
        self.asked.append(x.source)
        hold(self.gate, should_stop)
        return page(*PARAGRAPHS) if int(x.pixels[0, 0, 0]) == 150 else Page()


def page(*paragraphs: str) -> Page:
    """Each paragraph is one line; a word in capitals was hard to read, a line not at all."""
    return Page(tuple(
        Block((Line(tuple(Word(w, 0.6 if w.isupper() else 1.0, not w.isupper())
                          for w in text.split()), 0.9, (0.1, 0.1, 0.5, 0.1)),))
        for text in paragraphs
    ), unread=1)  # fmt: skip


def hold(gate: threading.Event, should_stop: Callable[[], bool]) -> None:
    while not gate.wait(0.01):
        if should_stop():
            raise Cancelled


def first(label: str, source: str, profile: str = "compact") -> Explanation:
    """As explained() tells it, before the text is read."""
    final = explained(label, source, profile)
    sentences = {level: tuple(s for s in final.sentences[level] if s.evidence != (WORDS,))
                 for level in Level}  # fmt: skip
    seen = final.description.observations[:1]
    return replace(final, sentences=sentences, description=Description(seen, pending=("text",)))


def explained(label: str, source: str, profile: str = "compact") -> Explanation:
    if not label:
        alone = (Sentence("I can't tell what this is."),)
        return Explanation(dict.fromkeys(Level, alone), Description(), source, profile)
    seen = Observation(label, 0.8, "cnn", Sureness.FAIRLY_SURE, where="on the left")
    brief = Sentence(f"A {label}.", (seen,))
    more = Sentence("It says EXIT.", (WORDS,))
    last = Sentence("The picture is bright.")
    return Explanation(
        {Level.BRIEF: (brief,), Level.STANDARD: (brief, more), Level.FULL: (brief, more, last)},
        Description((seen, WORDS)),
        source,
        profile,
    )


class Heard(SilentVoice):
    """Remembers what was spoken."""

    def __init__(self, heard: list[str]) -> None:
        self._heard = heard
        self.voice, self.rate, self.volume = "", 180, 100

    def synthesise(self, text: str) -> Audio:
        self._heard.append(text)
        return super().synthesise(text)


@dataclass
class Webcam:
    """A camera whose picture the test chooses; ``brightness`` -1 means that it cannot be opened."""

    brightness: int = 100

    def read(self) -> Frame:
        time.sleep(0.01)
        frame = picture(self.brightness, "camera")
        # The colour of what lies below; in the dark it is dark, too.
        frame.pixels[30:, :, self.brightness // 50 % 3] = min(255, 4 * self.brightness)
        return frame

    def close(self) -> None:
        """Nothing to give back."""

    def open(self, _camera_id: str) -> "Webcam":
        if self.brightness < 0:
            raise SourceError("There is no camera. Connect one and try again.")
        return self


@dataclass
class Display:
    """A screen whose picture the test chooses; ``brightness`` -1 means that it gives none."""

    brightness: int = 100
    asked: list[What] = field(default_factory=list)

    def capture(self, what: What) -> Frame:
        self.asked.append(what)
        if self.brightness < 0:
            raise SourceError("The system gives no picture of the screen.")
        label = {What.WINDOW: "window", What.ALL: "screen", What.REGION: "part of the screen"}[what]
        pixels = np.full((200, 400, 3), self.brightness, np.uint8)
        return Frame(pixels, f"the {label}", screen=Screen(label, "Letters"))


def picture(brightness: int = 100, source: str = "test") -> Frame:
    return Frame(np.full((60, 80, 3), brightness, np.uint8), source)


def save_picture(path: Path, brightness: int = 100) -> Path:
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(0x010101 * brightness)
    assert image.save(str(path))
    return path


@dataclass
class Stage:
    """Everything that a test may want to look at."""

    path: Path
    heard: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    slow: SlowSense = field(default_factory=SlowSense)
    webcam: Webcam = field(default_factory=Webcam)
    watch_reader: Callable[[QObject], ScreenReaderWatch] = ScreenReaderWatch
    speaks_focus: bool = False
    tells_what_takes_long: bool = False  # else no slow moment of the machine is heard
    screen: "Display" = field(default_factory=lambda: Display())

    def __post_init__(self) -> None:
        self.gate.set()
        self.slow.gate.set()
        self.store = SettingsStore(settings.load(self.path))
        self.window = MainWindow(self.store)
        providers = Providers(
            load=lambda profile: Scripted(profile, self.gate),
            finish=self.slow.finish,
            read_page=self.slow.read_page,
            colour=lambda frame: f"The middle has brightness {frame.pixels[0, 0, 0]}.",
            cameras=lambda: [CameraInfo("usb-1", "Desk camera", 0)],
            open_camera=self.webcam.open,
            capture=self.screen.capture,
            make_voice=lambda: Heard(self.heard),
            watch_reader=self.watch_reader,
            voices=lambda: [VoiceInfo("en", "English", ("en-gb",))],
        )
        self.controller = Controller(self.window, self.store, providers)
        if not self.tells_what_takes_long:
            self.controller._waiting._timer.setInterval(10_000 * SECONDS)
        self.commands = Commands(self.controller)
        if not self.speaks_focus:
            self.commands.focus.close()
        self.window.show()

    def do(self, name: str) -> None:
        self.action(name).trigger()

    def action(self, name: str) -> QAction:
        return self.window.actions_[name]

    @property
    def last(self) -> str:
        """What was heard last; empty while nothing was."""
        return self.heard[-1] if self.heard else ""

    @property
    def shown(self) -> str:
        return self.window.text.toPlainText()

    @property
    def notice(self) -> str:
        return self.window.notices.text

    def close(self) -> None:
        self.gate.set()
        self.slow.gate.set()
        self.controller.close()
        self.commands.close()
        self.window.close()
