"""The clipboard for the command line; the double is what Pillow gets out of the desktop."""

import pytest
from PIL import Image, ImageGrab

from assistant.sources import clipboard
from tests.sources.made import photo, sentence


def holds(monkeypatch, content):
    def grab():
        if isinstance(content, Exception):
            raise content
        return content

    monkeypatch.setattr(ImageGrab, "grabclipboard", grab)


def test_a_copied_picture(monkeypatch):
    holds(monkeypatch, Image.new("RGBA", (30, 20), (0, 0, 0, 0)))
    frame = clipboard()
    assert (frame.width, frame.height, frame.source) == (30, 20, "clipboard")
    assert tuple(frame.pixels[5, 5]) == (255, 255, 255)


def test_a_copied_file(monkeypatch, tmp_path):
    photo().save(tmp_path / "a.JPG", "JPEG")
    holds(monkeypatch, [str(tmp_path / "notes.txt"), str(tmp_path / "a.JPG")])
    assert clipboard().source == "a.JPG"


@pytest.mark.parametrize("content", [None, [], ["notes.txt"]])
def test_no_picture_in_it(monkeypatch, content):
    holds(monkeypatch, content)
    text = sentence(clipboard)
    assert text == "There is no picture in the clipboard; copy one and try again."


def test_the_helper_program_is_missing(monkeypatch):
    holds(monkeypatch, NotImplementedError("wl-paste or xclip is required"))
    assert "install wl-clipboard or xclip" in sentence(clipboard)


def test_no_desktop(monkeypatch):
    holds(monkeypatch, ChildProcessError("xclip error: Error: Can't open display: (null)"))
    assert "clipboard cannot be read" in sentence(clipboard)
