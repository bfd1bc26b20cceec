"""The sound tracks of a film: which there are, and which one is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import SourceError

if TYPE_CHECKING:
    from av.container import InputContainer


@dataclass(frozen=True)
class SoundTrack:
    """One sound track.

    Attributes:
        index: its place among the sound tracks, from 0.
        language: as the film tells it, such as "eng"; empty where it does not.
        title: as the film tells it.
        default: whether players choose it by themselves.
    """

    index: int
    language: str = ""
    title: str = ""
    default: bool = False

    @property
    def said(self) -> str:
        """In words: "2 (deu, Commentary)"."""
        about = ", ".join(filter(None, (self.language, self.title)))
        return f"{self.index + 1} ({about})" if about else str(self.index + 1)


def tracks(container: "InputContainer") -> list[SoundTrack]:
    """The sound tracks of an opened film, in its order."""
    import av

    default = av.stream.Disposition.default
    return [
        SoundTrack(
            index,
            _told(stream.metadata.get("language", "").lower(), "und"),
            _told(stream.metadata.get("title", ""), ""),
            bool(stream.disposition & default),
        )
        for index, stream in enumerate(container.streams.audio)
    ]


def chosen(found: Sequence[SoundTrack], wanted: str, name: str) -> SoundTrack | None:
    """The track that is meant; the first one if nothing is wanted, None if there is none at all.

    Args:
        found: all tracks.
        wanted: a number from 1, a language as the film tells it, or a word of the title.
        name: what a person would call the film.

    Raises:
        SourceError: there is no such track.
    """
    if not wanted:
        return found[0] if found else None
    asked = wanted.lower()
    for fits in (_is_number, _is_language, _is_in_title):
        for track in found:
            if fits(track, asked):
                return track
    there = ", ".join(track.said for track in found) or "none"
    raise SourceError(f"{name} has no sound track {wanted}; there are: {there}.")


def _is_number(track: SoundTrack, asked: str) -> bool:
    return asked == str(track.index + 1)


def _is_language(track: SoundTrack, asked: str) -> bool:
    return len(asked) > 1 and track.language.startswith(asked[:3])


def _is_in_title(track: SoundTrack, asked: str) -> bool:
    return len(asked) > 1 and asked in track.title.lower()


def _told(text: str, nothing: str) -> str:
    return "" if text == nothing else text
