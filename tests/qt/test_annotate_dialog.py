"""The review window by keyboard, with proposals that the test makes."""

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assistant import paths
from assistant.errors import AssistantError
from assistant.library import AltTexts
from assistant.library.review import Proposal, ReviewState
from assistant.qt.alttexts.control import AltTextsControl
from assistant.qt.alttexts.dialog import AnnotateDialog
from tests.library.made import TEXTS, needs_exiftool, picture, seed
from tests.qt.stage import saying

SAMPLES = paths.resources() / "samples"
DOG = AltTexts("A dog.", "A dog.", "A dog on the left.", ("dog",))
UNSURE = AltTexts(guess="I may be wrong: it could be a cat.")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Scripted:
    """Proposals at once; decisions are kept."""

    def __init__(self, *texts, error=""):
        names = ["dog.jpg", "cat.jpg", "beach.jpg"]
        self.ready = [Proposal(SAMPLES / n, t) for n, t in zip(names, texts, strict=False)]
        self.proposals, self.messages, self.decided, self.error = [], [], [], error
        self.ended = threading.Event()

    def accept(self, proposal, alt):
        self.decided.append((proposal.path.name, alt))

    def skip(self, proposal):
        self.decided.append((proposal.path.name, None))

    def steps(self):
        if self.error:
            raise AssistantError(self.error)
        try:
            for looked, proposal in enumerate(self.ready, start=1):
                self.proposals.append(proposal)
                yield ReviewState(looked, len(self.ready))
            while True:
                time.sleep(0.01)
                yield ReviewState(len(self.ready), len(self.ready))
        finally:
            self.ended.set()


@pytest.fixture
def opened(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)

    def opened(review):
        said = []
        dialog = AnnotateDialog(review, saying(said), parent)
        qtbot.addWidget(dialog, before_close_func=_end)
        dialog.said = said
        dialog.told.connect(said.append)
        dialog.show()
        dialog.activateWindow()
        return dialog

    return opened


def _end(dialog):
    if dialog._job is not None:
        dialog._job.close()


def test_each_is_said_and_accepted_changed_or_skipped_by_keyboard(qtbot, opened):
    review = Scripted(DOG, DOG, DOG)
    dialog = opened(review)
    assert dialog.said[0] == "Looking at the pictures…"
    qtbot.waitUntil(lambda: dialog.place.text() == "dog.jpg. 3 to decide.")
    assert dialog.said[1].startswith("dog.jpg. ")
    assert dialog.said[2] == "A dog."
    assert "Ctrl+Enter accepts" in dialog.said[3]
    assert len(dialog.said) == 4
    assert dialog.alt.hasFocus()
    assert not dialog.preview.pixmap().isNull()
    assert "Keywords: dog." in dialog.details.toPlainText()

    qtbot.keyClick(dialog.alt, Qt.Key.Key_Return, CTRL)
    assert dialog.place.text().startswith("cat.jpg. 2 to decide")
    assert dialog.said[-3:] == ["Accepted.", dialog.place.text(), "A dog."]
    dialog.alt.selectAll()
    qtbot.keyClicks(dialog.alt, "My cat.")
    assert dialog.count.text() == "7 of 125 characters"
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Return, CTRL | SHIFT)
    assert review.decided == [("dog.jpg", "A dog."), ("cat.jpg", "My cat."), ("beach.jpg", None)]
    assert dialog.place.text() == dialog.said[-1] == "That was the last one."
    assert not dialog.accept_button.isEnabled()


def test_what_was_decided_can_be_decided_anew(qtbot, opened):
    review = Scripted(DOG, DOG)
    dialog = opened(review)
    qtbot.waitUntil(lambda: dialog.place.text() == "dog.jpg. 2 to decide.")
    qtbot.keyClicks(dialog.alt, "Rex. ")
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Left, ALT)
    assert dialog.said[-2:] == ["dog.jpg, accepted. 1 to decide.", "Rex. A dog."]
    qtbot.wait(100)  # what goes on meanwhile leads to no other one
    dialog.alt.setPlainText("Rex.")
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Return, CTRL)
    assert dialog.place.text().startswith("cat.jpg. 1 to decide")
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Return, CTRL | SHIFT)
    qtbot.keyClick(dialog, Qt.Key.Key_Left, ALT)  # from the end back
    assert dialog.place.text() == "cat.jpg, skipped. 0 to decide."
    assert review.decided == [("dog.jpg", "Rex. A dog."), ("dog.jpg", "Rex."), ("cat.jpg", None)]


def test_everything_is_said_again_by_a_key(qtbot, opened):
    dialog = opened(Scripted(DOG))
    qtbot.waitUntil(lambda: dialog.place.text() == "dog.jpg. 1 to decide.")
    qtbot.keyClick(dialog.alt, Qt.Key.Key_F5)
    assert dialog.said[-4:-1] == [
        "dog.jpg. 1 to decide.", "A dog.", "A dog on the left.\nKeywords: dog."
    ]  # fmt: skip


def test_typed_words_are_neither_lost_by_looking_elsewhere_nor_by_closing(qtbot, opened):
    dialog = opened(Scripted(DOG, DOG))
    qtbot.waitUntil(lambda: dialog.place.text() == "dog.jpg. 2 to decide.")
    dialog.alt.setPlainText("Rex in the garden.")
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Right, ALT)
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Escape)
    assert dialog.said[-1].startswith("A text that you changed is not accepted yet.")
    assert dialog.alt.toPlainText() == "Rex in the garden."
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_every_message_is_shown_and_the_first_are_said(qtbot, opened):
    review = Scripted(DOG)
    review.messages = [f"{n}.jpg is damaged." for n in range(4)]
    dialog = opened(review)
    qtbot.waitUntil(lambda: "A dog." in dialog.said)
    at = dialog.said.index("0.jpg is damaged.")
    assert dialog.said[at + 1 : at + 3] == [
        "1.jpg is damaged.", "2 more messages stand in the window."
    ]  # fmt: skip
    assert dialog.notice.isVisible()
    assert "3.jpg is damaged." in dialog.notice.text()


def test_a_picture_that_qt_cannot_read_is_shown_too(qtbot, opened, tmp_path):
    review = Scripted(DOG)
    review.ready = [Proposal(picture(tmp_path / "a.heic", "HEIF"), DOG)]
    dialog = opened(review)
    qtbot.waitUntil(lambda: dialog.place.text().startswith("a.heic"))
    assert not dialog.preview.pixmap().isNull()


def test_to_another_and_back_without_deciding(qtbot, opened):
    review = Scripted(DOG, UNSURE)
    dialog = opened(review)
    qtbot.waitUntil(lambda: "2 to decide." in dialog.place.text())
    qtbot.keyClick(dialog, Qt.Key.Key_Right, ALT)
    assert dialog.place.text().startswith("cat.jpg")
    assert dialog.said[-1] == f"Not certain enough to be written: {UNSURE.guess}"
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Return, CTRL)
    assert dialog.said[-1] == "There is no alt text to write. Type one, or skip the picture."
    qtbot.keyClick(dialog, Qt.Key.Key_Left, ALT)
    assert dialog.place.text().startswith("dog.jpg")
    assert review.decided == []


def test_closing_waits_until_what_was_decided_is_written(qtbot, opened):
    review = Scripted(DOG)
    dialog = opened(review)
    qtbot.waitUntil(lambda: dialog.alt.toPlainText() == "A dog.")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert review.ended.is_set()


def test_what_goes_wrong_is_shown_and_said(qtbot, opened):
    dialog = opened(Scripted(error="Texts in pictures need the program exiftool."))
    qtbot.waitUntil(lambda: "exiftool" in dialog.place.text())
    assert dialog.said[-1] == "Texts in pictures need the program exiftool."


def test_nothing_to_decide_is_told(qtbot, opened):
    review = Scripted()
    dialog = opened(review)
    qtbot.waitUntil(lambda: "nothing to decide" in dialog.place.text())
    qtbot.wait(50)
    assert dialog.said == ["Looking at the pictures…", dialog.place.text()]


@needs_exiftool
def test_from_the_menu_to_the_file(qtbot, stage, tmp_path):
    path = picture(tmp_path / "pictures" / "a.jpg")
    seed(path)
    assert stage.action("alt_texts").isEnabled()
    stage.commands[AltTextsControl].open(str(path.parent))
    dialog = stage.commands.dialog
    qtbot.waitUntil(lambda: dialog.alt.toPlainText() == TEXTS.alt)
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: TEXTS.alt.encode() in path.read_bytes())
    qtbot.waitUntil(lambda: "That was the last one." in " ".join(stage.heard))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: stage.commands.dialog is None)
