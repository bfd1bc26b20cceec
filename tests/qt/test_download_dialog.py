from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from assistant import models
from assistant.errors import ModelError
from assistant.models import DownloadProgress, Model
from assistant.qt.describe.download_dialog import DownloadDialog
from tests.qt.stage import Stage

WANTED = models.for_profile("standard")


def quick(wanted: Sequence[Model]) -> Iterator[DownloadProgress]:
    yield DownloadProgress(50_000_000, 100_000_000, wanted[0].title)
    yield DownloadProgress(100_000_000, 100_000_000, wanted[0].title)


def endless(wanted: Sequence[Model]) -> Iterator[DownloadProgress]:
    while True:
        yield DownloadProgress(50_000_000, 100_000_000, wanted[0].title)


def broken(wanted: Sequence[Model]) -> Iterator[DownloadProgress]:
    yield DownloadProgress(1, 100_000_000, wanted[0].title)
    raise ModelError("The network is gone. Try again later.")


def test_it_says_what_where_and_how_much_before_anything_is_loaded(stage: Stage) -> None:
    dialog = DownloadDialog(WANTED, quick, stage.window)
    text = dialog.text.toPlainText()
    for model in WANTED:
        assert model.title in text
        assert model.licence in text
    assert " MB" in text
    assert "glimpse/models" in text


def test_a_download_that_ends_well_is_accepted(qtbot: QtBot, stage: Stage) -> None:
    dialog = DownloadDialog(WANTED, quick, stage.window)
    with qtbot.waitSignal(dialog.accepted):
        dialog.go.click()
    assert dialog.bar.value() == dialog.bar.maximum()


def test_enter_in_the_question_is_no_consent(qtbot: QtBot, stage: Stage) -> None:
    dialog = DownloadDialog(WANTED, endless, stage.window)
    dialog.show()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.text, Qt.Key.Key_Return)
    assert not dialog.bar.isVisible()
    assert "Do you want this?" in dialog.text.toPlainText()


def test_cancel_stops_it_and_closes(qtbot: QtBot, stage: Stage) -> None:
    dialog = DownloadDialog(WANTED, endless, stage.window)
    dialog.go.click()
    qtbot.waitUntil(lambda: "50 of 100 MB" in dialog.text.toPlainText())
    with qtbot.waitSignal(dialog.rejected):
        dialog.reject()


def test_a_failure_is_told_and_can_be_resumed(qtbot: QtBot, stage: Stage) -> None:
    dialog = DownloadDialog(WANTED, broken, stage.window)
    dialog.go.click()
    qtbot.waitUntil(lambda: "network is gone" in dialog.text.toPlainText())
    assert dialog.go.isEnabled()
    assert dialog.go.text() == "&Resume"


def test_choosing_the_standard_models_asks_and_declining_keeps_compact(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.store.change("profile", "standard")
    dialog = stage.commands.dialog
    assert isinstance(dialog, DownloadDialog)
    dialog.reject()
    assert stage.store["profile"] == "compact"


def test_after_the_download_the_standard_models_describe(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.do("download")
    dialog = stage.commands.dialog
    assert isinstance(dialog, DownloadDialog)
    monkeypatch.setattr(models, "is_present", lambda name: True)
    dialog.done(QDialog.DialogCode.Accepted)
    assert stage.store["profile"] == "standard"
