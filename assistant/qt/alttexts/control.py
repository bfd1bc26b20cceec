"""Alt texts for a folder: asked for, and reviewed in a window of their own."""

from PySide6.QtWidgets import QFileDialog

from assistant import paths
from assistant.pipeline.options import Options
from assistant.qt.describe.window_features import Feature, Handlers
from assistant.qt.widgets.file_dialog import FileDialog


class AltTextsControl(Feature):
    """Opens the review window."""

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"alt_texts": self.ask}

    def ask(self) -> None:
        """Ask for a folder."""
        dialog = FileDialog(
            self._controller.window, "Alt texts for the pictures of a folder",
            str(paths.pictures_dir()), mode=QFileDialog.FileMode.Directory,
        )  # fmt: skip
        dialog.fileSelected.connect(self.open)
        self._show(dialog)

    def open(self, folder: str) -> None:
        """Review a folder; describing its pictures begins at once, in a process of its own."""
        from assistant.library import Task, WriteTarget  # not before the first paint
        from assistant.library.review import Review
        from assistant.qt.alttexts.dialog import AnnotateDialog
        from assistant.work import Setup

        c = self._controller
        chosen = c.store.settings
        setup = Setup(chosen["profile"], Options.of(chosen).public, workers=1)
        task = Task(WriteTarget.REPORT, setup, dry_run=True)
        dialog = AnnotateDialog(
            Review([folder], task), c.voice.say, c.window, lambda: c.voice.reader
        )
        dialog.told.connect(self._controller.voice.answer)
        dialog.finished.connect(c.voice.stop)
        self._show(dialog)
