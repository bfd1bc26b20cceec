"""The clipboard for the command line; the double is the program that reads it on Linux."""

import base64
import os
import shutil
import stat
import subprocess
import sys

import pytest
from PIL import Image, ImageGrab

from assistant.sources import clipboard, paste
from tests.sources.made import encoded, photo, sentence

_NAME = "tr '/;=' '___'"
_XCLIP = f"""#!/bin/sh
kind=$(printf %s "$5" | {_NAME})
[ -e "$CLIPBOARD/$kind" ] || {{ echo "Error: target $5 not available" >&2; exit 1; }}
cat "$CLIPBOARD/$kind"
"""
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux has its own way")


@pytest.fixture
def holds(tmp_path, monkeypatch):
    """Puts kinds of content into the clipboard of a desktop."""
    content = tmp_path / "clipboard"
    content.mkdir()
    programs = tmp_path / "programs"
    programs.mkdir()
    xclip = programs / "xclip"
    xclip.write_text(_XCLIP)
    xclip.chmod(xclip.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("CLIPBOARD", str(content))
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")

    def put(kinds):
        (content / "TARGETS").write_text("\n".join(["TARGETS", "TIMESTAMP", *kinds]))
        for kind, data in kinds.items():
            (content / kind.translate(str.maketrans("/;=", "___"))).write_bytes(data)

    return put


@linux
def test_a_copied_picture(holds):
    data = encoded(photo(30, 20), "PNG")
    holds({"text/html": b"<img src='https://example.org/a.png'>", "image/png": data})
    frame = clipboard()
    assert (frame.width, frame.height, frame.source) == (30, 20, "clipboard")


@linux
@pytest.mark.parametrize("kind", ["text/uri-list", "x-special/gnome-copied-files", "text/plain"])
def test_a_copied_file(holds, tmp_path, kind):
    path = tmp_path / "a ü.JPG"
    photo().save(path, "JPEG")
    listed = {
        "text/uri-list": f"# two\r\n{(tmp_path / 'notes.txt').as_uri()}\r\n{path.as_uri()}\r\n",
        "x-special/gnome-copied-files": f"copy\n{path.as_uri()}",
        "text/plain": f'"{path}"',
    }
    icon = encoded(photo(16, 16), "PNG")
    holds({kind: listed[kind].encode(), "image/png": icon} if kind != "text/plain" else
          {kind: listed[kind].encode()})  # fmt: skip
    assert clipboard().source == "a ü.JPG"


@linux
def test_a_copied_file_that_is_none(holds, tmp_path):
    holds({"text/uri-list": (tmp_path / "gone.jpg").as_uri().encode()})
    assert (
        sentence(clipboard) == "There is no picture named gone.jpg; check the name and the folder."
    )


@linux
def test_a_picture_inside_a_page(holds):
    data = base64.b64encode(encoded(photo(30, 20), "PNG"))
    page = b'<p>Look: <img src="data:image/png;base64,' + data + b'"></p>'
    holds({"text/html": page.decode().encode("utf-16")})  # as browsers do
    assert clipboard().width == 30


@linux
@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ({}, "is empty; copy a picture and try again."),
        (
            {"UTF8_STRING": "Grüße".encode()},
            "holds text, not a picture; copy a picture and try again.",
        ),
        ({"UTF8_STRING": b"/no/such/file.jpg"}, "holds text, not a picture;"),
        ({"text/html": b"<p>Hello</p>"}, "holds a part of a page or document without a picture;"),
        ({"text/uri-list": b"https://example.org/a.jpg"}, "holds a web address, and I do not go"),
        ({"text/plain": b"https://example.org/a.jpg"}, "holds a web address, and I do not go"),
    ],
)
def test_what_is_there_instead_is_told(holds, kinds, told):
    holds(kinds)
    assert sentence(clipboard).startswith(f"The clipboard {told}")


@linux
def test_nothing_was_ever_copied(holds):
    assert sentence(clipboard).startswith("The clipboard is empty;")


@linux
def test_the_helper_program_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert "install xclip and try again" in sentence(clipboard)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert "install wl-clipboard and try again" in sentence(clipboard)


@linux
def test_no_desktop(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert "is this a desktop session?" in sentence(clipboard)


@linux
def test_the_program_that_it_was_copied_in_hangs(holds, tmp_path, monkeypatch):
    xclip = tmp_path / "programs" / "xclip"
    xclip.write_text("#!/bin/sh\nexec sleep 60\n")
    monkeypatch.setattr(paste, "_LIMIT_S", 0.2)
    assert "does not answer" in sentence(clipboard)


@linux
@pytest.mark.skipif(
    not (shutil.which("xclip") and shutil.which("xvfb-run")), reason="no xclip, or no Xvfb"
)
def test_a_real_clipboard(tmp_path):
    photo(30, 20).save(tmp_path / "a.png")
    program = (
        "import subprocess, sys\n"
        "from assistant.sources import clipboard\n"
        "line = ['xclip', '-selection', 'clipboard', '-t', 'image/png', '-i', sys.argv[1]]\n"
        "subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "kinds = ['xclip', '-selection', 'clipboard', '-t', 'TARGETS', '-o']\n"
        "while b'image/png' not in subprocess.run(kinds, capture_output=True).stdout:\n"
        "    pass\n"  # the picture's owner has gone to the background, and may not answer yet
        "print(clipboard().width)\n"
    )
    line = ["xvfb-run", "-a", sys.executable, "-c", program, str(tmp_path / "a.png")]
    environment = {k: v for k, v in os.environ.items() if k != "WAYLAND_DISPLAY"}
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["30"], done.stderr


def elsewhere(monkeypatch, content):
    """A clipboard of Windows or macOS, which Pillow reads."""

    def grab():
        if isinstance(content, Exception):
            raise content
        return content

    monkeypatch.setattr(paste.sys, "platform", "win32")
    monkeypatch.setattr(ImageGrab, "grabclipboard", grab)


def test_on_other_systems_pillow_gives_a_picture(monkeypatch):
    elsewhere(monkeypatch, Image.new("RGBA", (30, 20), (0, 0, 0, 0)))
    frame = clipboard()
    assert (frame.width, frame.height, frame.source) == (30, 20, "clipboard")
    assert tuple(frame.pixels[5, 5]) == (255, 255, 255)


def test_on_other_systems_pillow_gives_files(monkeypatch, tmp_path):
    photo().save(tmp_path / "a.JPG", "JPEG")
    elsewhere(monkeypatch, [str(tmp_path / "notes.txt"), str(tmp_path / "a.JPG")])
    assert clipboard().source == "a.JPG"


@pytest.mark.parametrize("content", [None, []])
def test_on_other_systems_there_may_be_nothing(monkeypatch, content):
    elsewhere(monkeypatch, content)
    text = sentence(clipboard)
    assert text == "There is no picture in the clipboard; copy one and try again."
