"""A copy of the film in which the descriptions are spoken, and its own sound steps back for them.

The program ffmpeg does the mixing. All that the film carries is copied as it is: pictures, other
sound tracks, subtitles, chapters, names; only the sound track with the descriptions is made anew.
It is lowered while something is spoken (sidechain compression), as broadcasters do.
"""

import contextlib
import itertools
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from assistant.errors import AssistantError
from assistant.saving import written
from assistant.speech import Audio, Voice, resample, silence
from assistant.video.cues import Cue
from assistant.video.film import open_container
from assistant.video.tracks import SoundTrack, tracks

ENDINGS = (
    ".mp4", ".mkv", ".webm", ".mov", ".m4v", ".avi", ".ts", ".m2ts", ".mts", ".mpg", ".mpeg",
    ".ogv", ".ogg", ".flv", ".wmv", ".asf", ".3gp", ".3g2", ".mxf", ".vob", ".nut",
)  # fmt: skip
"""Endings of files that can hold a film, in small letters with the dot."""

_RATE = 22_050  # Hz
_VOICE = ["-f", "s16le", "-ar", str(_RATE), "-ac", "1", "-i", "pipe:0"]
_PIECE = 10.0  # seconds of silence that are written at once
_POLL_S = 0.05
_REST = 1.0  # seconds of sound after the last description, at least
_DUCKED = (  # by about 14 dB, and back within half a second
    "[1:a]apad,asplit=2[key][voice];"  # or the film's sound would end with the voice
    # Sound that begins later than the pictures, has gaps or ends before them is filled up.
    "[0:a:{track}]aresample=async=1:first_pts=0,apad=whole_dur={seconds}[all];"
    "[all][key]sidechaincompress=threshold=0.02:ratio=4:attack=20:release=500[film];"
    "[film][voice]amix=inputs=2:duration=first:normalize=0,alimiter=level=false[out]"
)
# What is copied, as it is or with a loss; a container of another kind may not hold all.
_SOUND = (True, False)
_SUBTITLES: tuple[list[str], ...] = (
    *(["-map", "0:s?", "-c:s", codec] for codec in ("copy", "mov_text", "webvtt", "srt")),
    [],
)
_OTHERS: tuple[list[str], ...] = (["-map", "0:d?", "-map", "0:t?", "-c:d", "copy", "-c:t", "copy"],
           ["-map", "0:t?", "-c:t", "copy"], [])  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """Plan by which a film is copied.

    Attributes:
        film: the original.
        all_tracks: its sound tracks.
        track: the one that the descriptions are put into; None for a film without sound.
        sound_stays: whether the other sound tracks are copied as they are; else they are made
            anew in a way that the copy can hold.
        copying: ffmpeg's arguments for what else is copied.
        lost: what the copy cannot hold, in one sentence; empty for nothing.
    """

    film: Path
    all_tracks: tuple[SoundTrack, ...]
    track: SoundTrack | None
    sound_stays: bool = True
    copying: tuple[str, ...] = ()
    lost: str = ""


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


def plan(film: Path, out: Path, track: SoundTrack | None) -> Plan:
    """See, by its first moment, what of a film the copy can hold, before the long work.

    Args:
        film: the original.
        out: the copy; its ending tells what kind of file it is.
        track: the sound track that the descriptions are put into.

    Raises:
        AssistantError: it can hold not even the pictures and the sound.
    """
    *more, least = _plans(film, track)
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / f"trial{out.suffix}"
        if said := _try_out(least, trial):  # then nothing more can be held, either
            raise _refusal(film, out) from RuntimeError(said)
        return next((one for one in more if not _try_out(one, trial)), least)


def _plans(film: Path, track: SoundTrack | None) -> list[Plan]:
    """All ways to copy a film, the one that loses nothing first."""
    with open_container(film, film.name) as container:
        found, streams = tuple(tracks(container)), container.streams
        subtitles, others = bool(streams.subtitles), bool(streams.data or streams.attachments)
    ways = sorted(
        itertools.product(enumerate(_SOUND), enumerate(_SUBTITLES), enumerate(_OTHERS)),
        key=lambda way: sum(losses for losses, _ in way),
    )
    return [
        Plan(film, found, track, stays, (*texts, *rest),
             _lost(subtitles and not texts, others and not rest))
        for (_, stays), (_, texts), (_, rest) in ways
    ]  # fmt: skip


def _try_out(how: Plan, trial: Path) -> str:
    """Objection of ffmpeg; empty for none."""
    line = _copying(how, trial, None, ["-t", "0.1"])
    done = subprocess.run(line, capture_output=True, text=True, errors="replace", check=False)
    return (done.stderr.strip() or "it failed") if done.returncode else ""


def mix(how: Plan, cues: Iterable[Cue], voice: Voice, out: Path) -> Iterator[float]:
    """Write the copy; gives the seconds of film that are done.

    Args:
        how: what :func:`plan` gave.
        cues: in order; those that do not fit into a pause are left out.
        voice: speaks them.
        out: the copy; a file that is not there yet.

    Raises:
        AssistantError: ffmpeg is missing or cannot write such a copy.
        SpeechError: the voice failed.
    """
    fitting = [cue for cue in cues if cue.fits]
    with (
        written(out) as part,
        tempfile.TemporaryDirectory(prefix=".glimpse-", dir=out.parent) as folder,
        tempfile.TemporaryFile() as said,
    ):
        # In two steps: ffmpeg 5 ends a sound that it mixes where the film's subtitles end.
        sound = Path(folder) / "sound.mka"
        for line, given in (
            (_mixing(how, fitting, sound), _spoken(fitting, voice)),
            (_copying(how, part, sound), iter(())),
        ):
            yield from _run(line, given, said, _refusal(how.film, out))


def _run(
    line: Sequence[str], given: Iterator[Audio], said: IO[bytes], refusal: AssistantError
) -> Iterator[float]:
    """Run ffmpeg and give it sound; gives the seconds of sound that it has got."""
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stderr=said)
    assert process.stdin is not None
    seconds = 0.0
    try:
        with contextlib.suppress(BrokenPipeError):  # its exit code tells why it ended
            for audio in given:
                process.stdin.write(audio.samples.astype("<i2").tobytes())
                seconds += audio.seconds
                yield seconds
            process.stdin.close()
        while process.poll() is None:
            time.sleep(_POLL_S)
            if seconds:
                yield seconds
        if process.returncode:
            said.seek(0)
            cause = RuntimeError(said.read().decode(errors="replace").strip())
            raise refusal from cause
    finally:  # also when the user stops it
        process.kill()
        process.wait()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


def _start(film: Path) -> list[str]:
    line = [must_have_ffmpeg(), "-hide_banner", "-v", "error", "-nostdin", "-y"]
    return [*line, "-i", f"file:{film.resolve()}"]


def _mixing(how: Plan, cues: Sequence[Cue], sound: Path) -> list[str]:
    """The command that mixes the voice and the film's sound."""
    line = [*_start(how.film), *_VOICE]
    if how.track is None:
        line += ["-map", "1:a"]
    else:
        seconds = cues[-1].end + _REST if cues else 0.0
        ducked = _DUCKED.format(track=how.track.index, seconds=seconds)
        line += ["-filter_complex", ducked, "-map", "[out]"]
    return [*line, "-c:a", "flac", f"file:{sound.resolve()}"]


def _copying(how: Plan, out: Path, sound: Path | None, limit: Sequence[str] = ()) -> list[str]:
    """The command that puts the film and the mixed sound together; without it, to try that out."""
    line = _start(how.film) + (["-i", f"file:{sound.resolve()}"] if sound else [])
    made = "1:a" if sound else f"0:a:{how.track.index if how.track else 0}?"
    line += ["-map", "0:v", "-c:v", "copy", "-map_metadata", "0", "-map_chapters", "0"]
    line += [*_sound(how, made), *how.copying, *_named(how.track or SoundTrack(0, default=True))]
    return [*line, *limit, f"file:{out.resolve()}"]


def _sound(how: Plan, made: str) -> Iterator[str]:
    """Arguments for the sound tracks, in the film's order: ``made`` in place of the chosen one."""
    for track in how.all_tracks:
        is_own = how.track is not None and track.index == how.track.index
        yield from ("-map", made if is_own else f"0:a:{track.index}")
        if how.sound_stays and not is_own:
            yield from (f"-c:a:{track.index}", "copy")
    if not how.all_tracks:
        yield from ("-map", made)


def _named(track: SoundTrack) -> Iterator[str]:
    """Names of the track with the descriptions, for people and for players."""
    at = f"s:a:{track.index}"
    title = f"{track.title}, with descriptions" if track.title else "With descriptions"
    yield from (f"-metadata:{at}", f"title={title}")
    if track.language:
        yield from (f"-metadata:{at}", f"language={track.language}")
    flags = "default+visual_impaired" if track.default else "visual_impaired"
    yield from (f"-disposition:a:{track.index}", flags)


def _spoken(cues: Iterable[Cue], voice: Voice) -> Iterator[Audio]:
    """The voice, with silence up to each cue."""
    at = 0  # samples
    for cue in cues:
        while (missing := round(cue.start * _RATE) - at) > 0:
            pause = silence(min(missing / _RATE, _PIECE), _RATE)
            at += len(pause.samples)
            yield pause
        said = resample(voice.synthesise(cue.text), _RATE)
        at += len(said.samples)
        yield said


def _lost(subtitles: bool, others: bool) -> str:
    what = " and ".join(["subtitles"] * subtitles + ["attached files or data"] * others)
    told = f"This kind of file cannot hold the film's {what}: they are not in the copy."
    return told if what else ""


def _refusal(film: Path, out: Path) -> AssistantError:
    return AssistantError(
        f"ffmpeg cannot write {out.name}. Give it the ending of the film, {film.suffix or '.mp4'}, "
        "and look whether there is room on the disk."
    )
