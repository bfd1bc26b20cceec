"""x from the clipboard, for the command line (the window asks Qt)."""

import sys
from pathlib import Path

from PIL import Image, ImageGrab

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame
from assistant.sources.folder import SUFFIXES
from assistant.sources.picture import from_pillow, image
from assistant.sources.rescue import DAMAGED


def clipboard() -> Frame:
    """The picture in the clipboard, or the first picture file that was copied there.

    Raises:
        SourceError: there is no picture in it, or the clipboard cannot be read.
    """
    try:
        found = ImageGrab.grabclipboard()
    except NotImplementedError as error:
        raise SourceError(
            "The clipboard cannot be read; install wl-clipboard or xclip and try again."
        ) from error
    except DAMAGED as error:
        raise SourceError(_unreadable()) from error
    if isinstance(found, Image.Image):
        return from_pillow(found, "clipboard")
    for name in found or ():
        if Path(name).suffix.lower() in SUFFIXES:
            return image(name)
    raise SourceError("There is no picture in the clipboard; copy one and try again.")


def _unreadable() -> str:
    if sys.platform == "linux":
        return "The clipboard cannot be read; is this a desktop session? Name a file instead."
    return "The clipboard cannot be read; copy the picture once more, or name a file instead."
