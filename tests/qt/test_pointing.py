"""What is told is outlined in the picture, and the outline is seen on any ground."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Level,
    Observation,
    Sentence,
    Sureness,
)
from assistant.pipeline.frame import Frame
from assistant.qt.ask.control import AskControl
from assistant.qt.describe.pointing import Pointing
from assistant.qt.describe.preview import Preview
from tests.qt.contrast import pixels, ratio
from tests.qt.stage import Stage

DOG, BALL, SIGN = (0.1, 0.2, 0.3, 0.4), (0.6, 0.6, 0.1, 0.1), (0.5, 0.1, 0.4, 0.1)
WEAKEST = 21**0.5  # of black and white against the grey that is worst for both


def observed(label: str, box=None, **more) -> Observation:
    return Observation(label, 0.9, "cnn", Sureness.SURE, box=box, **more)


SEEN = (
    Sentence("A dog with a ball.", (observed("dog", DOG), observed("ball", BALL))),
    Sentence("It says EXIT.", (observed("text", SIGN, kind="text", content="EXIT"),)),
    Sentence("The picture is bright.", (observed("bright", None, kind="light"),)),
)


def picture() -> Frame:
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 256, (300, 400, 3), np.uint8)  # busy on the right
    pixels[:, :133], pixels[:, 133:266] = 255, 0
    return Frame(pixels, "test")


@pytest.fixture
def told(stage: Stage, qtbot: QtBot) -> Stage:
    """A stage on which a picture was explained, without a voice."""
    stage.store.change("mute", True)
    explain(stage)
    return stage


def explain(stage: Stage) -> None:
    frame = picture()
    everything = tuple(o for sentence in SEEN for o in sentence.evidence)
    explanation = Explanation(
        {Level.BRIEF: SEEN[:1], Level.STANDARD: SEEN, Level.FULL: SEEN}, Description(everything)
    )
    stage.controller.show_picture(frame)
    stage.controller.review.add(explanation, frame)


def preview(stage: Stage) -> Preview:
    return stage.controller.preview


def pointing(stage: Stage) -> Pointing:
    return stage.commands[Pointing]


def test_while_nothing_is_heard_the_main_sentence_is_outlined(told: Stage) -> None:
    assert preview(told).outlined == (DOG, BALL)


def test_the_outlines_go_along_with_our_own_voice(told: Stage) -> None:
    """The voice is played by its signal: test_player has it from a real sound server."""
    heard = {
        "A dog with a ball.": (DOG, BALL),
        "It says EXIT.": (SIGN,),
        "The picture is bright.": (),
        "Copied.": (DOG, BALL),
        "": (DOG, BALL),
    }
    for sentence, outlined in heard.items():
        told.controller.voice.saying.emit(sentence)
        assert preview(told).outlined == outlined


def test_why_goes_from_one_to_the_next_and_back_to_all(told: Stage, qtbot: QtBot) -> None:
    told.do("why")
    dialog = told.commands.dialog
    assert preview(told).outlined == (DOG,)
    for box in (BALL, SIGN):
        qtbot.keyClick(dialog.text, Qt.Key.Key_Down)
        assert preview(told).outlined == (box,)
    qtbot.keyClick(dialog.text, Qt.Key.Key_Down)
    assert preview(told).outlined == ()
    qtbot.keyClick(dialog.text, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert preview(told).outlined == (DOG,)
    dialog.close()
    assert preview(told).outlined == (DOG, BALL)


def test_the_setting_takes_them_away_and_brings_them_back(told: Stage) -> None:
    told.store.change("outlines", False)
    assert preview(told).outlined == ()
    told.store.change("outlines", True)
    assert preview(told).outlined == (DOG, BALL)


def test_another_picture_has_none_until_it_is_explained(told: Stage, qtbot: QtBot) -> None:
    told.gate.clear()
    told.controller.show_picture(picture())
    assert preview(told).outlined == ()
    told.controller.voice.saying.emit("A dog with a ball.")
    assert preview(told).outlined == ()


def test_the_pictures_of_the_camera_have_none(told: Stage, qtbot: QtBot) -> None:
    told.do("camera")
    qtbot.waitUntil(lambda: told.controller.camera.on)
    assert preview(told).outlined == ()
    told.do("camera")
    qtbot.waitUntil(lambda: preview(told).outlined == (DOG, BALL))


def test_an_answer_is_outlined_as_long_as_it_is_there(told: Stage, qtbot: QtBot) -> None:
    told.do("ask")
    told.commands[AskControl].ask("Is there a ball?")
    qtbot.waitUntil(lambda: preview(told).outlined == (BALL,))
    told.commands[AskControl].leave()
    assert preview(told).outlined == (DOG, BALL)


@pytest.mark.parametrize("column", [0.02, 0.36, 0.7], ids=["white", "black", "busy"])
def test_an_outline_is_seen_on_any_ground(told: Stage, qtbot: QtBot, column: float) -> None:
    shown = preview(told)
    qtbot.waitUntil(lambda: not shown._image.isNull())
    shown.point(())
    plain = pixels(shown)
    shown.point([(column, 0.3, 0.28, 0.4)])
    outlined = pixels(shown)
    changed = (outlined != plain).any(-1)
    assert changed.any()
    place = shown._place()
    middle = place.top() + place.height() // 2
    row, ground = outlined[middle], plain[middle]
    left = place.left() + round(column * place.width())
    line = row[left : left + 11]
    assert {tuple(c) for c in line.tolist()} == {(0, 0, 0), (255, 255, 255)}
    for beside in (ground[left - 1], ground[left + 12]):
        assert ratio(line, beside).max() >= WEAKEST
    assert ratio(line[0], line[3]) == 21
    assert (line == line[0]).all(-1).sum() >= 2  # each colour is thicker than a hair
    assert (line == line[3]).all(-1).sum() >= 4


def test_what_is_tiny_or_at_the_edge_is_outlined_as_a_whole(told: Stage, qtbot: QtBot) -> None:
    shown = preview(told)
    qtbot.waitUntil(lambda: not shown._image.isNull())
    for box in ((0, 0, 1, 1), (0.999, 0.999, 0.001, 0.001), (0.5, 0.5, 0, 0)):
        shown.point(())
        plain = pixels(shown)
        shown.point([box])
        changed = (pixels(shown) != plain).any(-1)
        rows, columns = np.flatnonzero(changed.any(1)), np.flatnonzero(changed.any(0))
        place = shown._place()
        assert place.top() <= rows[0]
        assert rows[-1] <= place.bottom()
        assert place.left() <= columns[0]
        assert columns[-1] <= place.right()
        assert min(np.ptp(rows), np.ptp(columns)) >= 24  # the outer black line is not seen on black
