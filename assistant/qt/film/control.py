"""Films: asked for, and shown in a window of their own."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

from assistant.pipeline.evidence import Level
from assistant.pipeline.options import Options
from assistant.qt.describe.window_features import Feature, Handlers
from assistant.qt.widgets.file_dialog import FileDialog
from assistant.sources.film_files import FILMS

if TYPE_CHECKING:
    from assistant.video.describing import Step

_SUFFIXES = " ".join(f"*{ending}" for ending in sorted(FILMS))


class Films(Feature):
    """Opens the film window."""

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"film": self.ask}

    def ask(self) -> None:
        """Ask for a film file."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
        if not Path(folder).is_dir():
            folder = ""
        dialog = FileDialog(
            self._controller.window, "Open a film", folder, f"Films ({_SUFFIXES});;All files (*)"
        )
        dialog.fileSelected.connect(self.open)
        self._show(dialog)

    def open(self, path: str) -> None:
        """Show a film; describing it begins at once, in a thread of its own."""
        # QtMultimedia: not before the first paint.
        from assistant.qt.film.dialog import KEYS, FilmDialog

        c = self._controller
        c.stop()
        dialog = FilmDialog(
            Path(path), partial(self._steps, Path(path)), c.voice.say, c.voice.stop,
            c.store["rate"], c.window,
        )  # fmt: skip
        self._show_alone(dialog)
        c.voice.say_unless_read([f"{dialog.windowTitle()}.", dialog.status.text(), KEYS])

    def _steps(self, path: Path, track: str) -> "Iterator[Step]":
        """In the thread of the job: networks of its own, as those of the window are busy there."""
        from assistant.video.cues import reading_time
        from assistant.video.describing import Describe, Wishes, describe

        chosen = self._controller.store.settings
        options = Options.of(chosen)

        def make() -> Describe:
            return partial(
                self._controller.providers.load(chosen["profile"]).describe, options=options
            )

        wishes = Wishes(Level(chosen["level"]), reading_time(chosen["rate"]), track=track)
        return describe(path, make, wishes)
