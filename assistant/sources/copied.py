"""Copied or dropped things, whatever they are: a picture in it, or what it holds instead."""

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame
from assistant.sources.files import is_web_address, local
from assistant.sources.folder import SUFFIXES
from assistant.sources.picture import image_bytes

_INLINE = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s%]+)")
_EMPTY = "{} is empty; copy a picture and try again."
_ADDRESS = "{} holds a web address, and I do not go online; copy the picture itself and try again."
_PAGE = "{} holds a part of a page or document without a picture; copy a picture and try again."
_TEXT = "{} holds text, not a picture; copy a picture and try again."


@dataclass(frozen=True)
class Copied:
    """Contents beside pixels.

    Attributes:
        addresses: of files or web pages, such as "file:///home/anna/a.jpg".
        html: a part of a page.
        text: plain text.
        where: what holds it, as a sentence begins with it.
    """

    addresses: tuple[str, ...] = ()
    html: str = ""
    text: str = ""
    where: str = "The clipboard"

    def file(self) -> Path | None:
        """The file that was copied: of several, the first picture; None without one."""
        files = list(self._files())
        pictures = (path for path in files if path.suffix.lower() in SUFFIXES)
        return next(pictures, files[0] if files else None)

    def picture(self) -> Frame | None:
        """A picture inside the page or the text; None without one."""
        for text in (self.html, self.text):
            for match in _INLINE.finditer(text):
                with suppress(SourceError, binascii.Error):
                    return image_bytes(base64.b64decode(match[1]), "clipboard")
        return None

    def refusal(self) -> SourceError:
        """Says what is there instead of a picture."""
        alone = self.text.strip()
        if self.addresses or (is_web_address(alone) and len(alone.split()) == 1):
            told = _ADDRESS
        elif alone:
            told = _TEXT
        else:
            told = _PAGE if self.html.strip() else _EMPTY
        return SourceError(told.format(self.where))

    def _files(self) -> Iterator[Path]:
        for address in self.addresses:
            with suppress(SourceError):
                yield local(address)
        line = self.text.strip().strip("\"'")
        if line and "\n" not in line and not self.addresses:
            with suppress(SourceError, OSError, ValueError, RuntimeError):
                path = local(line).expanduser()
                if path.is_absolute() and path.is_file():
                    yield path
