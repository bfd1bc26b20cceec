"""Engines are added, tried, chosen and removed by keyboard in Preferences."""

import errno
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assistant import saving
from assistant.engines import Book, Entry, Scope, consent
from assistant.engines.catalogue import OFFERS
from assistant.engines.presets import PRESETS
from assistant.models import registry
from assistant.qt.engines.add_dialog import AddDialog
from assistant.qt.engines.get_dialog import GetDialog
from assistant.qt.engines.page import EnginesPage
from tests.engines import hub as played
from tests.engines.conftest import Ring, ring, server
from tests.engines.hostile import Server
from tests.qt.stage import Stage

__all__ = ["ring", "server"]


@pytest.fixture
def page(stage: Stage) -> EnginesPage:
    stage.do("preferences")
    dialog = stage.commands.dialog
    dialog.tabs.setCurrentWidget(dialog.engines)
    return dialog.engines


def press(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Space)


def adding(page: EnginesPage, qtbot: QtBot) -> AddDialog:
    press(qtbot, page.add)
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, AddDialog)]
    return found[-1]


def test_enter_presses_the_button_that_has_the_focus_and_not_close(
    stage: Stage, page: EnginesPage, qtbot: QtBot
) -> None:
    page.add.setFocus()
    qtbot.keyClick(page.add, Qt.Key.Key_Return)
    (dialog,) = page.findChildren(AddDialog)
    assert dialog.isVisible()
    assert stage.commands.dialog.isVisible()
    dialog.no.setFocus()
    qtbot.keyClick(dialog.no, Qt.Key.Key_Enter)
    assert not dialog.isVisible()
    assert stage.commands.dialog.isVisible()


def test_from_adding_to_removing(
    stage: Stage, page: EnginesPage, qtbot: QtBot, server: Server, ring: Ring
) -> None:
    server.models = ["blind", "small-eyes"]
    dialog = adding(page, qtbot)
    assert dialog.address.text() == "http://localhost:11434/v1"  # the first kind's
    dialog.kind.setCurrentIndex(dialog.kind.count() - 1)
    assert dialog.address.text() == ""
    qtbot.keyClicks(dialog.name, "eyes")
    qtbot.keyClicks(dialog.address, server.url)
    qtbot.keyClicks(dialog.key, "sk-secret")
    press(qtbot, dialog.look)
    qtbot.waitUntil(lambda: dialog.model.count() == 2)
    assert dialog.hint.text() == "It has 2 models."
    dialog.model.setCurrentText("small-eyes")
    press(qtbot, dialog.go)
    qtbot.waitUntil(lambda: page.list.count() == 1)
    assert page.list.item(0).text() == (
        f"eyes: small-eyes, {server.host}, on this computer. It may get nothing yet. In use."
    )
    assert list(ring.kept.values()) == ["sk-secret"]
    told = "eyes is added, with the model small-eyes. Ctrl+D asks it."
    qtbot.waitUntil(lambda: told in stage.heard)
    press(qtbot, page.try_)
    qtbot.waitUntil(lambda: page.message.text().startswith("eyes answers after"))
    assert server.keys == ["Bearer sk-secret"] * 2
    Book().allow("eyes", consent.token(Book()["eyes"], Scope.PICTURES))
    press(qtbot, page.withdraw)
    assert not Book()["eyes"].allowed
    assert page.message.text() == "eyes gets no pictures now."
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.list.count() == 0)
    assert not ring.kept
    assert not page.try_.isEnabled()


def test_the_hint_of_each_kind_of_server_is_told_when_it_is_chosen(
    stage: Stage, page: EnginesPage, qtbot: QtBot
) -> None:
    dialog = adding(page, qtbot)
    dialog.kind.setFocus()
    qtbot.keyClick(dialog.kind, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: stage.heard[-2:] == ["llama.cpp.", PRESETS["llama.cpp"].hint])
    assert dialog.address.text() == PRESETS["llama.cpp"].address


def test_what_goes_wrong_is_told_and_nothing_is_added(
    stage: Stage, page: EnginesPage, qtbot: QtBot, server: Server
) -> None:
    dialog = adding(page, qtbot)
    dialog.address.setText("no address")
    press(qtbot, dialog.go)
    assert "is no address of a server" in dialog.hint.text()
    server.shutdown()
    server.server_close()
    dialog.address.setText(server.url)
    press(qtbot, dialog.go)
    qtbot.waitUntil(lambda: dialog.hint.text().startswith("Nothing answers at"))
    assert len(Book()) == 0
    dialog.reject()


@pytest.mark.parametrize(
    ("name", "address", "key", "status", "field"),
    [
        ("", "", "", 0, "name"),
        ("eyes", "no address", "", 0, "address"),
        ("eyes", "", "", 404, "address"),
        ("eyes", "", "", 401, "key"),
        ("eyes", "", "no key at all", 0, "key"),
        ("eyes", "", "", 0, "model"),  # it has several
    ],
)
def test_what_is_wrong_leads_to_its_field(
    page: EnginesPage, qtbot: QtBot, server: Server, ring: Ring,
    name: str, address: str, key: str, status: int, field: str,
) -> None:  # fmt: skip
    dialog = adding(page, qtbot)
    dialog.name.setText(name)
    dialog.address.setText(address or server.url)
    dialog.key.setText(key)
    if key:
        dialog.model.setEditText("small-eyes")
    server.models = ["blind", "small-eyes"]
    server.no_list = status
    hint = dialog.hint.text()
    press(qtbot, dialog.go)
    wanted = getattr(dialog, field)
    qtbot.waitUntil(wanted.hasFocus)
    assert dialog.hint.text() not in (hint, "Adding it.")
    dialog.reject()
    assert not ring.kept
    assert len(Book()) == 0


def test_without_a_key_ring_the_focus_goes_to_the_key(
    page: EnginesPage, qtbot: QtBot, server: Server, ring: Ring
) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    dialog = adding(page, qtbot)
    dialog.name.setText("eyes")
    dialog.address.setText(server.url)
    dialog.key.setText("sk-secret")
    press(qtbot, dialog.go)
    qtbot.waitUntil(dialog.key.hasFocus)
    assert "has no key ring" in dialog.hint.text()
    dialog.reject()
    assert len(Book()) == 0


def test_one_of_several_is_chosen(stage: Stage, page: EnginesPage, qtbot: QtBot) -> None:
    for name in ("one", "two"):
        Book().add(Entry(name, "server", "m", "http://localhost:1/v1"))
    stage.do("preferences")
    page = stage.commands.dialog.engines
    assert page.list.item(0).text().endswith("In use.")
    page.list.setCurrentRow(1)
    press(qtbot, page.use)
    assert stage.controller.store["engine"] == "two"
    assert page.list.item(1).text().endswith("In use.")
    press(qtbot, page.too)
    assert stage.controller.store["engine_answers"] is True
    page.list.setCurrentRow(1)
    press(qtbot, page.remove)  # then the first one is asked again
    qtbot.waitUntil(lambda: page.list.count() == 1)
    assert page.list.item(0).text().endswith("In use.")


def test_consent_that_cannot_be_taken_back_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    Book().add(Entry("one", "server", "m", "http://localhost:1/v1"))
    Book().allow("one", consent.token(Book()["one"], Scope.PICTURES))
    stage.do("preferences")
    page = stage.commands.dialog.engines

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(saving, "replaced", full)  # a full disk
    page.withdraw.click()
    assert page.message.text().startswith("The engines cannot be saved in ")
    assert page.list.item(0).text().endswith("It may get pictures and folders. In use.")


def test_one_is_got_from_the_hub_and_removed(
    stage: Stage, page: EnginesPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with played.running() as hub:
        monkeypatch.setattr(registry, "HUB", f"http://127.0.0.1:{hub.server_port}")
        files = {"config.json": b'{"model_type": "blip"}', "model.safetensors": bytes(3_000_000)}
        hub.put(OFFERS["blip"], "a1" * 20, files)
        press(qtbot, page.get)
        [dialog] = [w for w in QApplication.topLevelWidgets() if isinstance(w, GetDialog)]
        dialog.list.setFocus()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            qtbot.keyClick(dialog.list, key)
        qtbot.waitUntil(lambda: dialog.asking is not None)
        asking = dialog.asking
        assert asking is not None
        said = asking.text.toPlainText()
        assert "BLIP base, 3 MB, licence BSD-3-Clause" in said
        assert said.endswith("Do you want this?")
        assert len(hub.requests) == 1  # nothing is loaded before that
        asking.reject()
        assert dialog.hint.text().startswith("It was not downloaded.")
        press(qtbot, dialog.get)
        qtbot.waitUntil(lambda: dialog.asking is not None)
        press(qtbot, dialog.asking.go)  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: page.list.count() == 1)
    qtbot.waitUntil(lambda: "BLIP base is here. It is called blip." in stage.heard)
    assert page.list.item(0).text() == (
        "blip: BLIP base (blip), inside Glimpse. Nothing leaves this computer. In use."
    )
    press(qtbot, page.remove)
    qtbot.waitUntil(lambda: page.message.text() == "blip is removed; 3 MB are free again.")
