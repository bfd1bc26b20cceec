"""The window that finds pictures, and some that are indexed."""

import pytest

from tests.qt.find.made import CAT, DOG, DOGS
from tests.qt.stage import save_picture
from tests.search.made import fill


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    names = {"IMG_1.png": DOG, "IMG_2.png": DOGS, "cat.png": CAT}
    for name in names:
        save_picture(folder / name)
    fill(folder, names)
    return folder


@pytest.fixture
def opened(qtbot, stage):
    """Opens the window, and waits until the folders are counted."""

    def opened():
        stage.do("find")
        dialog = stage.commands.dialog
        dialog.activateWindow()
        qtbot.waitUntil(lambda: dialog.pictures.text.toPlainText() != "")
        return dialog

    return opened
