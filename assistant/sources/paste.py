"""x from the clipboard, for the command line (the window asks Qt)."""

import os
import shutil
import subprocess
import sys

from PIL import Image, ImageGrab

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame
from assistant.sources.copied import Copied
from assistant.sources.picture import from_pillow, image, image_bytes
from assistant.sources.rescue import DAMAGED

_LIMIT_S = 10.0  # the program that something was copied in has to answer
_NO_DESKTOP = "The clipboard cannot be read; is this a desktop session? Name a file instead."
_NO_TOOL = "The clipboard cannot be read; install {} and try again."
_SILENT = "The program that it was copied in does not answer; copy it once more, or name a file."
_UNREADABLE = "The clipboard cannot be read; copy the picture once more, or name a file instead."
_BEST = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp", "image/gif")
_FILES = ("text/uri-list", "x-special/gnome-copied-files")
_TEXTS = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING")


def clipboard() -> Frame:
    """The picture in the clipboard, or the first picture file that was copied there.

    Raises:
        SourceError: there is no picture in it, or the clipboard cannot be read.
    """
    return _linux() if sys.platform.startswith("linux") else _grabbed()


def _linux() -> Frame:
    """By wl-paste or xclip, which tell what kinds of things there are."""
    tool = _tool()
    kinds = tool.kinds()
    copied = Copied(
        tuple(_addresses(tool.text(_FILES, kinds))),
        tool.text(("text/html",), kinds),
        tool.text(_TEXTS, kinds),
    )
    # Files first: file managers add an icon of theirs as a picture.
    if path := copied.file():
        return image(path)
    pictures = [kind for kind in kinds if kind.startswith("image/")]
    for kind in sorted(pictures, key=lambda k: _BEST.index(k) if k in _BEST else len(_BEST)):
        if data := tool.read(kind):
            return image_bytes(data, "clipboard")
    if inside := copied.picture():
        return inside
    raise copied.refusal()


def _addresses(listed: str) -> list[str]:
    """One a line (RFC 2483); GNOME's own list begins with what was done to them."""
    lines = (line.strip() for line in listed.splitlines())
    return [line for line in lines if line and line not in ("copy", "cut") and line[0] != "#"]


class _Tool:
    """A program that reads the clipboard."""

    def __init__(self, list_kinds: list[str], read: list[str]) -> None:
        self._list, self._read = list_kinds, read

    def kinds(self) -> list[str]:
        """What there is; nothing where nothing was copied."""
        done = self._run(self._list)
        if done.returncode and any(
            word in done.stderr.lower() for word in (b"display", b"wayland")
        ):
            raise SourceError(_NO_DESKTOP)
        return [] if done.returncode else done.stdout.decode("utf-8", "replace").split("\n")

    def read(self, kind: str) -> bytes:
        """The content as that kind."""
        done = self._run([*self._read, kind])
        return b"" if done.returncode else done.stdout

    def text(self, wanted: tuple[str, ...], kinds: list[str]) -> str:
        """The content as the first of these kinds that is there; empty without one."""
        kind = next((kind for kind in wanted if kind in kinds), "")
        data = self.read(kind) if kind else b""
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")  # as browsers copy pages
        return data.decode("utf-16" if wide else "utf-8", "replace")

    @staticmethod
    def _run(line: list[str]) -> "subprocess.CompletedProcess[bytes]":
        try:
            return subprocess.run(line, capture_output=True, timeout=_LIMIT_S, check=False)
        except subprocess.TimeoutExpired as error:
            raise SourceError(_SILENT) from error
        except OSError as error:
            raise SourceError(_UNREADABLE) from error


def _tool() -> _Tool:
    """The program for the desktop that is there.

    Raises:
        SourceError: there is no desktop, or no program.
    """
    wayland, x11 = (bool(os.environ.get(name)) for name in ("WAYLAND_DISPLAY", "DISPLAY"))
    if not (wayland or x11):
        raise SourceError(_NO_DESKTOP)
    if wayland and (program := shutil.which("wl-paste")):
        return _Tool([program, "--list-types"], [program, "--no-newline", "--type"])
    if x11 and (program := shutil.which("xclip")):
        line = [program, "-selection", "clipboard", "-o", "-t"]
        return _Tool([*line, "TARGETS"], line)
    raise SourceError(_NO_TOOL.format("wl-clipboard" if wayland else "xclip"))


def _grabbed() -> Frame:
    """By Pillow, which asks Windows or macOS."""
    try:
        found = ImageGrab.grabclipboard()
    except NotImplementedError as error:
        raise SourceError(_UNREADABLE) from error
    except DAMAGED as error:
        raise SourceError(_UNREADABLE) from error
    if isinstance(found, Image.Image):
        return from_pillow(found, "clipboard")
    if path := Copied(tuple(found or ())).file():
        return image(path)
    raise SourceError("There is no picture in the clipboard; copy one and try again.")
