"""The film window with a real player."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assistant.errors import SourceError
from assistant.pipeline.evidence import Description as Seen
from assistant.pipeline.evidence import Explanation, Level, Sentence
from assistant.pipeline.frame import Frame
from assistant.qt.film.control import Films
from assistant.qt.film.dialog import FilmDialog
from assistant.video.cues import Cue
from assistant.video.describing import FilmDescription, FilmProgress, Step, Summary
from assistant.video.stretches import Stretch
from assistant.video.telling import ToldDescription
from tests.qt.stage import Scripted, saying
from tests.video.made import film, sample, still

CUES = (Cue(0.3, 1, "A dog.", True), Cue(1.5, 2, "A cat.", True), Cue(3, 4, "A beach.", True))


def steps(_track=""):
    yield FilmProgress("Watching", 1, 4)
    for cue in CUES:
        sentences = {level: (Sentence(cue.text),) for level in Level}
        told = ToldDescription(
            Stretch(cue.start, cue.end, True, None), Explanation(sentences, Seen()), {}
        )
        yield FilmDescription(told, cue)
    yield Summary(4, 9, True)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path):
    path = film(tmp_path / "a.mp4", still(sample("dog"), 4))
    parent = QWidget()
    qtbot.addWidget(parent)
    said: list[str] = []
    dialog = FilmDialog(path, steps, saying(said), lambda: None, 180, parent)
    dialog.said = said
    dialog.show()
    qtbot.waitUntil(lambda: len(said) == 1)
    dialog.found = said.pop()
    yield dialog
    dialog.close()


def test_descriptions_are_listed_with_their_times(window) -> None:
    rows = [window.list.item(row).text() for row in range(3)]
    assert rows == ["0:00 A dog.", "0:01 A cat.", "0:03 A beach."]


def test_who_waits_hears_when_all_is_found_and_what_is_damaged(window) -> None:
    assert window.found == "3 descriptions. The film is damaged: its last 0:09 cannot be read."
    assert window.status.text() == window.found


def test_from_description_to_description_by_keyboard(qtbot: QtBot, window) -> None:
    keys = [Qt.Key.Key_Right] * 4 + [Qt.Key.Key_Left] * 3
    for number, key in enumerate(keys, start=1):
        window.activateWindow()
        qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda n=number: len(window.said) == n)
    assert window.said == [
        "A dog.", "A cat.", "A beach.", "There is no later description.",
        "A cat.", "A dog.", "There is no earlier description.",
    ]  # fmt: skip
    assert window.list.currentRow() == 0


def test_each_is_spoken_when_the_film_comes_to_it(qtbot: QtBot, window) -> None:
    spoken: list[tuple[str, bool, int]] = []  # with what is heard and seen at that moment

    def say(lines: list[str], **_: object) -> None:
        lowered = window.sound.volume() < 0.5
        spoken.extend((line, lowered, window.list.currentRow()) for line in lines)
        if len(spoken) == 2:  # here: in a slow moment the film would go on
            qtbot.keyClick(window.list, Qt.Key.Key_Space)

    window._say = say
    qtbot.keyClick(window.list, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(spoken) == 2 and not window.player.isPlaying())
    assert spoken == [("A dog.", True, 0), ("A cat.", True, 1)]
    assert window.player.position() >= 1500
    assert window.sound.volume() == 1


def test_what_goes_wrong_is_shown_and_told(qtbot: QtBot, tmp_path: Path) -> None:
    def broken(_track):
        raise SourceError("a.mp4 holds only sound, no pictures; choose another film.")
        yield

    parent = QWidget()
    qtbot.addWidget(parent)
    path = film(tmp_path / "a.mp4", [sample("dog")])
    said: list[str] = []
    dialog = FilmDialog(path, broken, saying(said), lambda: None, 180, parent)
    qtbot.waitUntil(lambda: "only sound" in dialog.status.text())
    assert said == [dialog.status.text()]
    dialog.close()


def test_a_film_is_opened_from_the_window_and_described(
    qtbot: QtBot, stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = np.full((240, 320, 3), 100, np.uint8)
    path = film(tmp_path / "a.mp4", still(pixels, 2))
    monkeypatch.setattr(Scripted, "describe", _a_dog)
    stage.commands[Films].open(str(path))
    dialog = stage.commands.dialog
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert dialog.list.item(0).text() == "0:00 A dog."
    qtbot.waitUntil(lambda: "One description." in stage.heard)
    assert stage.heard[:2] == ["Film a.mp4.", "Looking for descriptions."]
    dialog.close()
    assert stage.commands.dialog is None


def test_live_waits_for_a_film_that_takes_the_place_of_another_window(
    stage, tmp_path: Path
) -> None:
    path = film(tmp_path / "a.mp4", [sample("dog")])
    stage.do("find")
    assert stage.controller.camera.paused
    stage.commands[Films].open(str(path))
    assert stage.controller.camera.paused
    stage.commands.dialog.close()
    assert not stage.controller.camera.paused


def _a_dog(_self: object, frame: Frame, **_: object) -> Explanation:
    sentences = {level: (Sentence("A dog."),) for level in Level}
    return Explanation(sentences, Seen(), frame.source)


def with_tracks(path: Path, *languages: str) -> Path:
    """A film whose sound tracks, in these languages, are equally loud."""
    picture, tone = sample("dog"), np.full((1, 1024), 99, np.int16)
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=10)
        video.width, video.height, video.pix_fmt = picture.shape[1], picture.shape[0], "yuv420p"
        sounds = [container.add_stream("aac", rate=16_000, layout="mono") for _ in languages]
        for sound, language in zip(sounds, languages, strict=True):
            sound.metadata["language"] = language
        for _ in range(20):
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        for sound in sounds:
            for start in range(0, 32_000, 1024):
                block = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
                block.sample_rate, block.pts = 16_000, start
                container.mux(sound.encode(block))
            container.mux(sound.encode(None))
        container.mux(video.encode(None))
    return path


def test_another_sound_track_is_heard_and_its_pauses_are_looked_for(
    qtbot: QtBot, tmp_path: Path
) -> None:
    looked: list[str] = []

    def look(track: str) -> Iterator[Step]:
        looked.append(track)
        return steps(track)

    parent = QWidget()
    qtbot.addWidget(parent)
    said: list[str] = []
    path = with_tracks(tmp_path / "a.mkv", "eng", "deu")
    dialog = FilmDialog(path, look, saying(said), lambda: None, 180, parent)
    dialog.show()
    qtbot.waitUntil(dialog.tracks.isVisible)
    qtbot.waitUntil(lambda: dialog.list.count() == 3)
    choice = dialog.tracks.list
    assert [choice.itemText(row) for row in range(choice.count())] == ["1: English", "2: German"]
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: looked == ["", "2"])
    assert dialog.player.activeAudioTrack() == 1
    qtbot.waitUntil(lambda: "".join(said[-1:]).startswith("3 descriptions."))
    assert "Looking for descriptions." in said
    assert dialog.list.count() == 3
    dialog.close()


def test_a_film_with_one_sound_track_has_no_choice(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    path = with_tracks(tmp_path / "a.mkv", "eng")
    dialog = FilmDialog(path, steps, saying([]), lambda: None, 180, parent)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.player.audioTracks()))
    assert not dialog.tracks.isVisible()
    dialog.close()
