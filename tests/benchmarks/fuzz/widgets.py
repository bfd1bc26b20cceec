"""Hostile strings in the window: as text that was read, as names of files, as questions."""

import os
import tempfile
from contextlib import closing
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from assistant.pipeline.evidence import Level
from assistant.qt.ask.control import AskControl
from assistant.qt.read.dialog import READING, ReadDialog
from tests.benchmarks.fuzz import command, hostile, told
from tests.benchmarks.fuzz.desk import Desk
from tests.benchmarks.fuzz.tally import Tally


def run(tally: Tally, count: int, seed: int, first: int = 0) -> None:
    """Run the strings ``first`` to ``count``."""
    teller = told.Told()
    pages = [told.page("")]
    with (
        closing(Desk(lambda _profile: teller, teller.finish, lambda *_: pages[0])) as desk,
        tempfile.TemporaryDirectory() as folder,
    ):
        for number, text in enumerate(hostile.strings(seed, count)[first:], first):
            teller.final = told.explanation(text, dog=number % 3 > 0)
            pages[0] = told.page(text)
            with tally.case():
                faults = _picture(desk, teller, _path(Path(folder), text))
                faults += _reading(desk, pages[0].marked) if pages[0].blocks else []
                faults += _question(desk, text)
            data = text.encode("utf-8", "surrogatepass")
            tally.judge(f"string {number}", faults, data, f"window-{number:03}.txt")
            tally.counts["shown"] += 1


def _path(folder: Path, text: str) -> Path:
    """A picture whose name is the string, where there can be such a name."""
    name = hostile.file_name(text) if os.name == "posix" else None
    path = folder / (name or "picture.png")
    Image.fromarray(np.full((48, 64, 3), 90, np.uint8)).save(folder / "made.png")
    return (folder / "made.png").rename(path)


def _picture(desk: Desk, teller: told.Told, path: Path) -> list[str]:
    """Open it, at every level; then a file that is gone."""
    if not desk.open(path) or desk.newest is None or desk.window.notices.text:
        return [f"not described: {desk.window.notices.text!r}"]
    found = desk.faults()
    for level in Level:
        desk.do(level.value)
        if desk.window.text.toPlainText() != teller.final.text(level):
            found.append(f"shown otherwise than said: {desk.window.text.toPlainText()[:200]!r}")
    if desk.history() != [desk.newest.title]:
        found.append(f"the list shows {desk.history()}")
    desk.do("copy")
    if QGuiApplication.clipboard().text() != desk.window.text.toPlainText():
        found.append("copied otherwise than shown")
    for name in ("why", "copy_text", "status", "repeat"):
        desk.do(name)
    _close(desk)
    desk.window.recent_menu.aboutToShow.emit()
    names = [action.text() for action in desk.window.recent_menu.actions()]
    found += [f"recent: {fault}" for name in names for fault in command.not_printable(name)]
    path.unlink()
    if not desk.open(path) or not desk.window.notices.text.endswith("the folder."):
        found.append(f"a missing file gives {desk.window.notices.text!r}")
    return found + desk.faults()


def _reading(desk: Desk, marked: str) -> list[str]:
    desk.do("read")
    dialog = desk.commands.dialog
    if not isinstance(dialog, ReadDialog):
        return ["no reading window"]
    found = []
    if not desk.wait(lambda: dialog.text.toPlainText() != READING):
        found.append("reading never ended")
    elif dialog.text.toPlainText() != marked:
        found.append(f"read otherwise: {dialog.text.toPlainText()[:200]!r}")
    found += [f"title: {fault}" for fault in command.not_printable(dialog.windowTitle())]
    _close(desk)
    return found + desk.faults()


def _question(desk: Desk, text: str) -> list[str]:
    bar = desk.commands[AskControl].bar
    desk.do("ask")
    bar.answer.clear()
    bar.field.setText(text)
    if not bar.field.text().strip():
        return []
    bar.field.returnPressed.emit()
    if not desk.wait(lambda: bool(bar.answer.toPlainText())):
        return ["a question without an answer"]
    return [f"answer: {fault}" for fault in command.not_printable(bar.answer.toPlainText())]


def _close(desk: Desk) -> None:
    if isinstance(desk.commands.dialog, QDialog):
        desk.commands.dialog.close()
