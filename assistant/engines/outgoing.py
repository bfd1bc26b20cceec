"""Pictures as they are sent: smaller, encoded anew from pixels, nothing else of the file."""

import base64
import io

from PIL import Image

from assistant.pipeline.frame import Frame

LONGEST = 1024  # pixels of the longer side: most models see no more
_QUALITY = 85


def jpeg(frame: Frame) -> bytes:
    """The picture as JPEG, at most 1024 pixels, without name, place, time or camera."""
    out = io.BytesIO()
    Image.fromarray(frame.reduced(LONGEST)).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def as_url(data: bytes) -> str:
    """A JPEG inside the message itself (RFC 2397)."""
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode('ascii')}"


def summary(frame: Frame, data: bytes) -> str:
    """The sent picture in words for the log."""
    longest = max(frame.width, frame.height)
    scale = min(1.0, LONGEST / longest)
    size = f"{round(frame.width * scale)} × {round(frame.height * scale)}"
    return f"a JPEG of {size} pixels, {round(len(data) / 1000)} kB, nothing else of the file"
