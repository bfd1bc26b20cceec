"""Help: everything that can be done, with its key, out of the one table of actions."""

from collections.abc import Mapping
from itertools import groupby

from PySide6.QtWidgets import QWidget

from assistant import __version__
from assistant.keys import ACTIONS
from assistant.qt.shortcuts import current, spoken
from assistant.qt.text_dialog import TextDialog

_INTRODUCTION = """\
Glimpse describes pictures, offline. Open a picture, paste it, drop it on the window, or switch \
the camera on; the explanation is shown and spoken.

It can be wrong. "I may be wrong" marks what it is not sure of; Why? says what a sentence rests on.

Tab moves between the text and the buttons; Alt with a letter, or F10, opens a menu. \
Keys can be changed in Preferences.

A screen reader speaks if one runs; without one, Glimpse also says what the keys come to: \
controls, lines, menus. Ctrl alone stops that.
"""


class HelpDialog(TextDialog):
    """What Glimpse is and can do, with the keys as the user has set them."""

    def __init__(self, changed: Mapping[str, str], parent: QWidget) -> None:
        super().__init__("Help", help_text(changed), parent)


def help_text(changed: Mapping[str, str]) -> str:
    """Every action under its menu, one a line: key, name, what it does."""
    keys = current(changed)
    parts = [_INTRODUCTION]
    for menu, rows in groupby(ACTIONS, key=lambda row: row.menu):
        parts.append(f"{menu.replace('&', '')} menu")
        parts += [f"{row.plain}: {spoken(keys[row.name])}. {row.help}" for row in rows]
        parts.append("")
    return "\n".join([*parts, f"Glimpse {__version__}"])
