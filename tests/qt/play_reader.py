"""Plays a screen reader that takes announcements, as Orca 46 does: JSON lines of what it speaks.

It speaks announcements, the object that gets the focus with its name, description and line, and a
new name or description of that object. Run by the system's Python, where pyatspi is.
"""

import json

import pyatspi

_focus = None


def speak(why: str, *words: str) -> None:
    print(json.dumps([why, " ".join(w for w in words if w)]), flush=True)


def line(source: object) -> str:
    try:
        text = source.queryText()
    except NotImplementedError:
        return ""
    return text.getTextAtOffset(max(0, text.caretOffset), pyatspi.TEXT_BOUNDARY_LINE_START)[0]


def announced(event: object) -> None:
    speak("announcement", str(event.any_data))


def focused(event: object) -> None:
    global _focus
    if event.detail1:
        _focus = event.source
        speak("focus", _focus.name, _focus.description, line(_focus).strip())


def renamed(event: object) -> None:
    if _focus is not None and event.source == _focus:
        speak("change", str(event.any_data))


def valued(event: object) -> None:
    """Nothing. Qt tells the new name of a combo box to those alone that ask for values, too."""


for handler, names in (
    (valued, ["object:property-change:accessible-value"]),
    (announced, ["object:announcement"]),
    (focused, ["object:state-changed:focused"]),
    (renamed, ["object:property-change:accessible-name",
               "object:property-change:accessible-description"]),
):  # fmt: skip
    pyatspi.Registry.registerEventListener(handler, *names)
print(json.dumps(["ready", ""]), flush=True)
pyatspi.Registry.start()
