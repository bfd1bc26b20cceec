"""The review window by keyboard, with proposals that the test makes."""

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from assistant import paths
from assistant.errors import AssistantError
from assistant.library import Annotation
from assistant.library.review import Proposal, State
from assistant.qt.annotate_dialog import AnnotateDialog
from tests.library.made import TEXTS, needs_exiftool, picture, seed

SAMPLES = paths.resources() / "samples"
DOG = Annotation("A dog.", "A dog.", "A dog on the left.", ("dog",))
UNSURE = Annotation(guess="I may be wrong: it could be a cat.")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Scripted:
    """Proposals at once; decisions are kept."""

    def __init__(self, *texts, error=""):
        names = ["dog.jpg", "cat.jpg", "beach.jpg"]
        self.ready = [Proposal(SAMPLES / n, t) for n, t in zip(names, texts, strict=False)]
        self.proposals, self.decided, self.error = [], [], error
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
                yield State(looked, len(self.ready))
            while True:
                time.sleep(0.01)
                yield State(len(self.ready), len(self.ready))
        finally:
            self.ended.set()


@pytest.fixture
def opened(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)

    def opened(review):
        said = []
        dialog = AnnotateDialog(review, said.extend, QFont(), parent)
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
    qtbot.waitUntil(lambda: "3 to decide, 3 of 3" in dialog.place.text(), timeout=5000)
    assert dialog.said[-1] == "A dog."
    assert dialog.said[-2].startswith("dog.jpg. ")
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
    assert dialog.place.text() == "That was the last one."
    assert not dialog.accept_button.isEnabled()


def test_to_another_and_back_without_deciding(qtbot, opened):
    review = Scripted(DOG, UNSURE)
    dialog = opened(review)
    qtbot.waitUntil(lambda: "2 to decide, 2 of 2" in dialog.place.text(), timeout=5000)
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
    qtbot.waitUntil(lambda: dialog.alt.toPlainText() == "A dog.", timeout=5000)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=5000)
    assert review.ended.is_set()


def test_what_goes_wrong_is_shown_and_said(qtbot, opened):
    dialog = opened(Scripted(error="Texts in pictures need the program exiftool."))
    qtbot.waitUntil(lambda: "exiftool" in dialog.place.text(), timeout=5000)
    assert dialog.said[-1] == "Texts in pictures need the program exiftool."


def test_nothing_to_decide_is_told(qtbot, opened):
    review = Scripted()
    dialog = opened(review)
    qtbot.waitUntil(lambda: "nothing to decide" in dialog.place.text(), timeout=5000)


@needs_exiftool
def test_from_the_menu_to_the_file(qtbot, stage, tmp_path):
    path = picture(tmp_path / "pictures" / "a.jpg")
    seed(path)
    assert stage.action("alt_texts").isEnabled()
    stage.commands.alt_texts.open(str(path.parent))
    dialog = stage.commands.dialog
    qtbot.waitUntil(lambda: dialog.alt.toPlainText() == TEXTS.alt, timeout=40_000)
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: TEXTS.alt.encode() in path.read_bytes(), timeout=10_000)
    qtbot.waitUntil(lambda: "That was the last one." in " ".join(stage.heard), timeout=10_000)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: stage.commands.dialog is None, timeout=10_000)
