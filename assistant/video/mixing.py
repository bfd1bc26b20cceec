"""A copy of the film in which the descriptions are spoken, and its own sound steps back for them.

The program ffmpeg does the mixing: the pictures are copied as they are. The film's sound is lowered
while something is spoken (sidechain compression), as broadcasters do.
"""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from assistant.errors import AssistantError
from assistant.saving import written
from assistant.speech import Audio, Voice, resample, silence
from assistant.video.cues import Cue

ENDINGS = (
    ".mp4", ".mkv", ".webm", ".mov", ".m4v", ".avi", ".ts", ".m2ts", ".mts", ".mpg", ".mpeg",
    ".ogv", ".ogg", ".flv", ".wmv", ".asf", ".3gp", ".3g2", ".mxf", ".vob", ".nut",
)  # fmt: skip
"""Endings of files that can hold a film, in small letters with the dot."""

_RATE = 22_050  # Hz
_VOICE = ["-f", "s16le", "-ar", str(_RATE), "-ac", "1", "-i", "pipe:0"]
_PIECE = 10.0  # seconds of silence that are written at once
_REST = 1.0  # seconds of sound after the last description, at least
_DUCKED = (  # by about 14 dB, and back within half a second
    "[1:a]apad,asplit=2[key][voice];"  # or the film's sound would end with the voice
    # Sound that begins later than the pictures, has gaps or ends before them is filled up.
    "[0:a:0]aresample=async=1:first_pts=0,apad=whole_dur={seconds}[all];"
    "[all][key]sidechaincompress=threshold=0.02:ratio=4:attack=20:release=500[film];"
    "[film][voice]amix=inputs=2:duration=first:normalize=0,alimiter=level=false[out]"
)


def must_have_ffmpeg() -> str:
    """The path of the program.

    Raises:
        AssistantError: it is not installed.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        raise AssistantError(
            "To mix the descriptions into a film, the program ffmpeg is needed. Install it, "
            "for example with: sudo apt install ffmpeg"
        )
    return program


def try_out(film: Path, out: Path) -> None:
    """See, by its first moment, whether the copy of a film can be written, before the long work.

    Raises:
        AssistantError: it cannot, because of its ending or of what the film holds.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        trial = Path(folder) / f"trial{out.suffix}"
        line = _line(film, [], ["-map", "0:v", "-map", "0:a:0?", "-t", "0.1"], trial)
        if subprocess.run(line, stderr=said, check=False).returncode:
            raise _refusal(film, out, said)


def mix(
    film: Path, has_sound: bool, cues: Iterable[Cue], voice: Voice, out: Path
) -> Iterator[float]:
    """Write the copy; gives the seconds of film that are done.

    Args:
        film: the original, which stays as it is.
        has_sound: whether it has a sound track.
        cues: in order; those that do not fit into a pause are left out.
        voice: speaks them.
        out: the copy; a file that is not there yet.

    Raises:
        AssistantError: ffmpeg is missing or cannot write such a copy.
        SpeechError: the voice failed.
    """
    fitting = [cue for cue in cues if cue.fits]
    with written(out) as part, tempfile.TemporaryFile() as said:
        sound = _ducked(fitting) if has_sound else ["-map", "0:v", "-map", "1:a"]
        line = _line(film, _VOICE, sound, part)
        process = subprocess.Popen(line, stdin=subprocess.PIPE, stderr=said)
        assert process.stdin is not None
        try:
            with contextlib.suppress(BrokenPipeError):  # its exit code tells why it ended
                yield from _spoken(process.stdin, fitting, voice)
                process.stdin.close()
            failed = process.wait() != 0
        finally:  # also when the user stops it
            process.kill()
            process.wait()
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        if failed:
            raise _refusal(film, out, said)


def _line(film: Path, voice: list[str], sound: list[str], out: Path) -> list[str]:
    line = [must_have_ffmpeg(), "-hide_banner", "-v", "error", "-nostdin", "-y"]
    line += ["-i", f"file:{film.resolve()}", *voice, *sound]
    return [*line, "-map", "0:s?", "-c:v", "copy", "-c:s", "copy", f"file:{out.resolve()}"]


def _ducked(cues: Sequence[Cue]) -> list[str]:
    seconds = cues[-1].end + _REST if cues else 0.0
    return ["-filter_complex", _DUCKED.format(seconds=seconds), "-map", "0:v", "-map", "[out]"]


def _spoken(to: IO[bytes], cues: Iterable[Cue], voice: Voice) -> Iterator[float]:
    """Write the voice's samples, with silence up to each cue."""
    at = 0  # samples
    for cue in cues:
        while (missing := round(cue.start * _RATE) - at) > 0:
            at += _write(to, silence(min(missing / _RATE, _PIECE), _RATE))
            yield at / _RATE
        at += _write(to, resample(voice.synthesise(cue.text), _RATE))
        yield at / _RATE


def _write(to: IO[bytes], audio: Audio) -> int:
    to.write(audio.samples.astype("<i2").tobytes())
    return len(audio.samples)


def _refusal(film: Path, out: Path, said: IO[bytes]) -> AssistantError:
    said.seek(0)
    cause = RuntimeError(said.read().decode(errors="replace").strip())
    error = AssistantError(
        f"ffmpeg cannot write {out.name}. Give it the ending of the film, {film.suffix or '.mp4'}, "
        "and look whether there is room on the disk."
    )
    error.__cause__ = cause
    return error
