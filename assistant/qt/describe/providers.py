"""Providers: the window's camera, voice and models. Tests put in their own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from assistant import models, reading, screen, sources, speech
from assistant.errors import ShouldStop
from assistant.models import DownloadProgress, Model
from assistant.pipeline import pipeline
from assistant.pipeline.frame import Frame
from assistant.pipeline.pipeline import Pipeline
from assistant.qt.describe.slow_senses import Finish
from assistant.qt.speaking.screen_reader import ScreenReaderWatch, watch
from assistant.sources import CameraInfo, Capture
from assistant.speech import Voice, VoiceInfo


def _colour(frame: Frame) -> str:
    from assistant.senses.colours import colour_words, middle  # not before the first paint

    return colour_words(middle(frame))


def _read(path: Path, page: int) -> Frame:
    return sources.image(path, page=page)


@dataclass(frozen=True)
class Providers:
    """Sources of pictures, words and sound; the defaults are the real ones.

    None of these but ``watch_reader`` runs in the GUI thread.

    Attributes:
        load: profile → pipeline.
        finish: asks the slow senses about a picture.
        read: picture file, number of the page → frame.
        read_page: frame → the text in it.
        colour: frame → what is said of the colour in its middle.
        cameras: lists the cameras.
        open_camera: camera id → opened camera.
        make_voice: makes the voice that speaks.
        capture: takes a picture of the screen.
        watch_reader: its owner → what follows whether a screen reader runs.
        voices: lists the voices.
        download: gets models; each step is progress and a place to stop.
    """

    load: Callable[[str], Pipeline] = pipeline.load
    finish: Finish = pipeline.finish
    read: Callable[[Path, int], Frame] = _read
    read_page: Callable[[Frame, ShouldStop], reading.Page] = reading.read
    colour: Callable[[Frame], str] = _colour
    cameras: Callable[[], Sequence[CameraInfo]] = sources.cameras
    open_camera: Callable[[str], Capture] = sources.open_camera
    capture: Callable[[screen.What], Frame] = screen.capture
    make_voice: Callable[[], Voice] = speech.SystemVoice
    watch_reader: Callable[[QObject], ScreenReaderWatch] = watch
    voices: Callable[[], Sequence[VoiceInfo]] = speech.voices
    download: Callable[[Sequence[Model]], Iterator[DownloadProgress]] = models.download
