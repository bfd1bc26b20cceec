"""Things to seek: those whose place the picture network tells, and taught ones."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assistant.ask.question_words import Lexicon
from assistant.errors import AssistantError
from assistant.pipeline import nouns
from assistant.teach import naming
from assistant.teach.store import TaughtThing
from assistant.untrusted import plain

_NAMED = 12  # things of which it is told that they can be sought


class NotFindable(AssistantError):
    """A thing that nobody can find here; the sentence says what could be found."""


@dataclass(frozen=True)
class SeekTarget:
    """A sought thing.

    Attributes:
        said: how it is called in a sentence, without article: "cup", "your red mug".
        labels: the network's labels for it; none for a taught thing.
        thing: the taught thing, if it is one.
    """

    said: str
    labels: frozenset[str] = frozenset()
    thing: TaughtThing | None = None

    @property
    def name(self) -> str:
        """The same as the subject of a sentence: "the cup", "your red mug"."""
        return self.said if self.thing else f"the {self.said}"


def target(words: str, placed: Collection[str], things: Iterable[TaughtThing]) -> SeekTarget:
    """The thing that the words mean; a taught thing comes first.

    Args:
        words: as typed: "cup", "my red mug", "the mug".
        placed: labels whose place can be told.
        things: that were taught.

    Raises:
        NotFindable: there is no such thing among them.
    """
    things = list(things)
    wanted = naming.key(words)
    taught = [thing for thing in things if naming.key(thing.name) == wanted]
    taught = taught or [t for t in things if naming.key(t.name).endswith(f" {wanted}")]
    if taught and wanted:
        return SeekTarget(naming.spoken(taught[0].name), thing=taught[0])
    for article in ("a ", "an ", "any ", "some "):
        wanted = wanted.removeprefix(article)
    concept = Lexicon(placed).concept(wanted) if wanted else None
    found = concept.labels & frozenset(placed) if concept else frozenset[str]()
    if not found:
        raise NotFindable(_unknown(plain(words), placed, things))
    assert concept is not None
    return SeekTarget(concept.said, found)


def _unknown(words: str, placed: Collection[str], things: Iterable[TaughtThing]) -> str:
    """That it cannot be found, and what can be."""
    own = [naming.spoken(thing.name) for thing in things]
    known = [nouns.plural(label) for label in _first(placed)]
    could = nouns.listed([*own, *known, *(["others"] if len(placed) > _NAMED else [])])
    if not words:
        return f"Say what to look for. I can find {could}."
    key = naming.key(words)
    return (
        f"I can't find “{key}”: I don't know what it looks like. Teach me yours with Ctrl+T or "
        f"“glimpse teach”. I can find {could}."
    )


def _first(placed: Collection[str]) -> list[str]:
    """Those that people seek first, then others."""
    wanted = [label for label in _SOUGHT if label in placed]
    others = sorted(set(placed) - set(wanted))
    return (wanted + others)[:_NAMED]


_SOUGHT = (
    "person", "chair", "cup", "bottle", "cell phone", "remote", "book", "laptop", "backpack",
    "handbag", "dog", "cat", "door", "couch", "bed", "dining table", "car", "bicycle",
)  # fmt: skip
