"""The way through Glimpse that both walks take."""

import time

from tests.waiting import wait_for
from tests.walks.made import QUESTION, Expected, Made, told_of
from tests.walks.walk import Walk


def go(walk: Walk, made: Made, reads_windows: bool) -> None:
    """Open, describe, levels, Why?, Ask, Explore, Read, Find, Preferences, History and the rest.

    Args:
        walk: does it.
        made: what it goes through.
        reads_windows: somebody else, a screen reader, reads windows and controls.
    """
    home = ["Explanation"] if reads_windows else []  # the focus is where it was
    dog, cat, page = Expected(made.dog), Expected(made.folder / "cat.jpg"), Expected(made.page)
    open_file(walk, "Open", "ctrl+o", "Open a picture", made.dog.name, dog.text("standard"))
    walk.keys("Describe", "space", dog.text("standard"))
    for key, level in (("ctrl+1", "brief"), ("ctrl+3", "full"), ("ctrl+2", "standard")):
        walk.keys(f"Level {level}", key, dog.text(level))
    why = dog.why(
        "standard"
    )  # a reader reads the first line of its window, and goes on by its own keys
    walk.keys("Why?", "ctrl+y", *([why[0].partition(",")[0]] if reads_windows else why))
    back(walk, "Why? closed", *home)
    walk.keys("Ask", "ctrl+f", "Question")
    walk.text("Asked", QUESTION, dog.answer(QUESTION))
    walk.keys("Ask left", "Escape", *home)
    walk.keys("Explore", "ctrl+e", dog.place(1, 1))
    walk.keys("Explore to the left", "Left", dog.place(1, 0))
    walk.keys("Explore up", "Up", dog.place(0, 0))
    walk.keys("Explore right", "Right", dog.place(0, 1))
    walk.keys("Explore left", "Escape", *home)
    open_file(
        walk,
        "Open page",
        "ctrl+o",
        "Open a picture",
        made.page.name,
        *page.sentences("standard"),
    )
    if reads_windows:
        walk.keys("Read", "ctrl+r", "paragraphs")
        walk.keys("Read by line", "Down", page.page()[1])
    else:
        walk.keys("Read", "ctrl+r", *page.page())
    back(walk, "Read closed", *home)
    walk.keys("Find", "ctrl+shift+p", "Search for" if reads_windows else "can be searched.")
    walk.text("Found", "cat", "First: cat.jpg.")
    walk.keys("Result reached", "Down", "cat.jpg")
    walk.keys("Result opened", "Return", cat.text("standard"))
    back(walk, "Find closed", *home)
    walk.keys("Preferences", "ctrl+comma", "Description" if reads_windows else "Preferences")
    walk.keys("Level reached", "Tab", "Level of detail")
    walk.keys("Level chosen", "Up", "Brief", cat.text("brief"))
    walk.keys("Level chosen again", "Down", "Standard", cat.text("standard"))
    back(walk, "Preferences closed", *home)
    walk.keys("History", "ctrl+h", "History")
    walk.keys("History reached", "Home", "dog.jpg")
    walk.keys("History chosen", "Return", dog.text("standard"))
    walk.keys("History left", "Escape", *home)
    open_file(walk, "Film", "ctrl+shift+o", "Open a film", made.film.name, "One description.")
    walk.keys("Film's description", "alt+Right", *told_of(made.film))
    back(walk, "Film closed", *home)
    walk.keys("Menu", "F10 Down")
    walk.keys("Alt texts asked", "l")
    pick(
        walk,
        "Alt texts",
        "Alt texts for the pictures of a folder",
        made.folder.name,
        "1 to decide",
    )
    back(walk, "Alt texts closed", *home)
    walk.keys("Mute", "ctrl+m", "Speech is off.")
    muted = walk.keys("Muted", "ctrl+1")  # at once: nothing comes of it later
    assert dog.text("brief") not in muted.words
    walk.keys("Not mute", "ctrl+m", "Speech is on.")


def open_file(walk: Walk, name: str, key: str, title: str, path: str, *expected: str) -> None:
    """Open a file by its name."""
    walk.keys(f"{name} asked", key)
    pick(walk, name, title, path, *expected)


def pick(walk: Walk, name: str, title: str, path: str, *expected: str) -> None:
    """Name a file in the window that asks for one."""
    wait_for(lambda: walk.desktop.window() == title, 0.2)
    walk.text(name, path, *expected)


def back(walk: Walk, name: str, *expected: str) -> None:
    """Escape until the main window is in front again."""

    def escape() -> None:
        while walk.desktop.window() != "Glimpse":
            walk.desktop.press("Escape")
            time.sleep(0.3)  # a window needs a moment to go

    walk.do(name, escape, *expected)
