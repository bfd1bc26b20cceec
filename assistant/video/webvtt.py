"""Descriptions as WebVTT, for ``<track kind="descriptions">``.

After the W3C's "WebVTT: The Web Video Text Tracks Format". A dozen lines of our own, because the
library that is kept up (webvtt-py) writes texts as they are: a "<" or "-->" that was read in a
picture would break the file. The tests read these files back with that library and in a browser.
"""

from collections.abc import Iterable, Iterator

from assistant import __version__
from assistant.untrusted import for_vtt
from assistant.video.cues import Cue

BY_GLIMPSE = "WEBVTT - Audio description made by Glimpse"
"""Beginning of a file that was made here."""

_SHORTEST = 0.5  # seconds: a player that looks only now and then must not miss it


def webvtt(cues: Iterable[Cue]) -> str:
    """The whole file; encode it as UTF-8.

    Args:
        cues: in order of their start. One that is not over when the next begins is ended there.
    """
    head = f"{BY_GLIMPSE} {__version__}"
    return "\n\n".join([head, *_blocks(cues)]) + "\n"


def _blocks(cues: Iterable[Cue]) -> Iterator[str]:
    yield "NOTE\nMade by a program that can be wrong; nobody has checked it."
    made = list(cues)
    following = [*(cue.start for cue in made[1:]), float("inf")]
    for number, (cue, limit) in enumerate(zip(made, following, strict=False), start=1):
        end = min(max(cue.end, cue.start + _SHORTEST), max(limit, cue.start + 0.001))
        yield f"{number}\n{timestamp(cue.start)} --> {timestamp(end)}\n{for_vtt(cue.text)}"


def timestamp(seconds: float) -> str:
    """As in "00:01:02.345"."""
    milliseconds = max(0, round(seconds * 1000))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def clock(seconds: float) -> str:
    """As people write it: "0:42", "1:02:03"."""
    whole = max(0, int(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
