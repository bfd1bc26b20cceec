"""Looks at every window on the screen of this process and prints what a user could not see.

Arguments: a folder; sizes of letters, by commas; themes whose contrast is measured, or nothing.
Prints a JSON object: "faults", a list, and "lowest", the lowest contrast of each kind and theme.
"""

import json
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from tests.qt import contrast, places, windows
from tests.qt.stage import Stage

_PATIENCE = 5.0  # seconds


def main(folder: Path, sizes: list[int], themes: list[str]) -> None:
    faults: list[str] = []
    lowest: dict[str, float] = {}
    known: dict[str, set[str]] = {theme: set() for theme in themes}
    for size in sizes:
        place = folder / str(size)
        place.mkdir()
        stage = Stage(place / "settings.json")
        stage.store.change("text_size", size)
        for opened in windows.every(stage, place):
            for page in opened.pages():
                found = _lasting_faults(opened.window)
                faults += [f"{page}, {size} points: {fault}" for fault in found]
            for theme in themes:
                stage.store.change("theme", theme)
                for page in opened.pages():
                    windows.settle()
                    for kind, value, what in contrast.measured(opened.window, known[theme]):
                        key = f"{theme}: {kind}"
                        lowest[key] = min(value, lowest.get(key, value))
                        if value < contrast.WANTED[kind]:
                            faults.append(f"{page}, {theme}: {what}: {kind} has {value:.2f}")
            themes.reverse()  # the next one begins with this one's last: a change takes long
        stage.close()
    print(json.dumps({"faults": faults, "lowest": lowest}))


def _lasting_faults(window: QWidget) -> list[str]:
    """What is still wrong after a while: lists take their rows into their new places later."""
    deadline = time.monotonic() + _PATIENCE
    windows.settle()
    while (found := list(places.faults(window))) and time.monotonic() < deadline:
        windows.settle()
        time.sleep(0.01)
    return found


if __name__ == "__main__":
    app = QApplication(sys.argv)
    main(Path(sys.argv[1]), [int(s) for s in sys.argv[2].split(",")],
         [theme for theme in sys.argv[3].split(",") if theme])  # fmt: skip
