"""What screen readers are told of controls: what they are, and what they are called."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from assistant.qt.alttexts.control import AltTextsControl
from assistant.qt.alttexts.dialog import AnnotateDialog
from assistant.qt.widgets.controls import label
from tests.qt.stage import Stage, save_picture


def test_the_picture_is_an_image(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    stage.controller.open(save_picture(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: "A dog" in stage.shown)
    interface = QAccessible.queryAccessibleInterface(stage.controller.preview)
    assert interface.role() == QAccessible.Role.Graphic
    assert interface.text(QAccessible.Text.Name) == "Picture: dog.png"


@pytest.mark.parametrize("window", ["", "preferences", "find", "teach", "seek", "alt texts"])
def test_no_label_is_called_by_its_ampersand(
    stage: Stage, window: str, tmp_path: Path, qtbot: QtBot
) -> None:
    if window == "alt texts":
        stage.commands[AltTextsControl].open(str(tmp_path))
    elif window:
        stage.do(window)
    shown: QWidget | None = stage.commands.dialog or stage.window
    assert shown is not None
    labels = [each for each in shown.findChildren(QLabel) if "&" in each.text()]
    assert labels
    for each in labels:  # a name of its own, so that Qt never sends out the text as it is written
        assert each.accessibleName() == each.text().replace("&", "")
        assert each.buddy() is not None
    if isinstance(shown, AnnotateDialog):
        shown.close()
        qtbot.waitUntil(lambda: stage.commands.dialog is None)


@pytest.mark.parametrize("window", ["preferences", "find", "teach"])
def test_no_window_has_a_layered_pane(stage: Stage, window: str) -> None:
    """Qt has the stack of pages under tabs spoken as one."""
    stage.do(window)
    shown = stage.commands.dialog
    assert shown is not None
    stacks = shown.findChildren(QStackedWidget)
    assert stacks
    for stack in stacks:
        role = QAccessible.queryAccessibleInterface(stack).role()
        assert role == QAccessible.Role.Client, stack.objectName()


def test_a_label_has_its_name_before_its_text(qtbot: QtBot, qapp: object) -> None:
    buddy = QWidget()
    qtbot.addWidget(buddy)
    made = label("Fol&ders:", buddy)
    qtbot.addWidget(made)
    assert (made.text(), made.accessibleName()) == ("Fol&ders:", "Folders:")
