"""Indexed pictures, and what one does in the window that finds them."""

from PySide6.QtCore import Qt

from tests.search.made import FAIRLY, record, saw

DOG = record(
    saw("dog"), saw("beach", FAIRLY, "scene"), brief="A dog on a beach.", vector=bytes((100, 0))
)
DOGS = record(saw("dog", FAIRLY), brief="There is a dog.", vector=bytes((90, 20)))
CAT = record(saw("cat"), brief="A cat.", vector=bytes((0, 100)))
_ASKED = "asked"
CTRL = Qt.KeyboardModifier.ControlModifier


def ask(qtbot, dialog, words):
    """Type and press Enter; wait for what is told then."""
    page = dialog.pictures
    page.field.selectAll()
    qtbot.keyClicks(page.field, words)
    page.show_text(_ASKED)  # were it empty, the number of pictures could come meanwhile
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.text.toPlainText() != _ASKED)


def items(dialog):
    results = dialog.pictures.list
    role = Qt.ItemDataRole.AccessibleTextRole
    return [results.item(row).data(role) for row in range(results.count())]


def close(qtbot, stage, dialog):
    qtbot.waitUntil(lambda: not stage.controller.voice.speaking)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: stage.commands.dialog is None)
