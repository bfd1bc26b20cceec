"""Meanings of a search's words: things, places, colours, light; plurals, kinds and slips."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assistant.ask import surroundings
from assistant.ask.question_words import Concept, Lexicon, lexicon
from assistant.pipeline import nouns
from assistant.search import nearest

COLOURS = frozenset(
    "black grey white cream beige brown red pink magenta orange peach yellow olive green turquoise "
    "blue purple".split()
)
TONES = frozenset(("dark", "light"))
_AS_COLOUR = " (colour)"  # after the label: an orange is no orange colour
_OTHER_COLOURS = {
    "gray": "grey", "violet": "purple", "lilac": "purple", "navy": "dark blue", "teal": "turquoise",
    "golden": "yellow", "crimson": "dark red", "maroon": "dark red", "silver": "grey",
}  # fmt: skip
# Words that are about the whole picture → the labels that mean it.
_WHOLE = {
    "outdoors": " ".join(("outdoors", *surroundings.OUTDOORS)),
    "indoors": " ".join(("indoors", *surroundings.INDOORS)),
    "blurred": "blurred shaken",
    "dark": "dark,very dark,too dark",
    "bright": "bright,very bright,over-exposed",
    "blank": "blank,covered",
}
_SAME = {
    "outdoor": "outdoors", "outside": "outdoors", "open air": "outdoors",
    "indoor": "indoors", "inside": "indoors", "interior": "indoors",
    "blurry": "blurred", "out of focus": "blurred", "unsharp": "blurred", "shaky": "blurred",
    "light": "bright", "overexposed": "bright", "dim": "dark", "night": "dark", "empty": "blank",
}  # fmt: skip
_BROADER = 0.5  # of the weight: an animal may be the dog that is searched for
_ROOMS = ("living room", "dining room", "room")
# Rooms that are no kitchen, though one word of theirs is "room".
_OTHER_ROOMS = frozenset(("living room", "dining room", "waiting room", "meeting room"))
# Places that a network without a word for them is likely to call so.
_NEAR = {
    "beach": ("sea",), "coast": ("sea",), "shore": ("sea",), "seaside": ("sea",), "lake": ("sea",),
    "river": ("sea",), "city": ("street", "building"), "town": ("street", "building"),
}  # fmt: skip
# What the senses say beside the networks' labels.
_SENSED = frozenset(
    ("face", "text", "QR code", "barcode", "page of text", "screenshot", "drawing", "chart",
     "black and white")
)  # fmt: skip


@dataclass(frozen=True)
class Meaning:
    """Meaning of a word.

    Attributes:
        said: the word in singular.
        labels: what is such a thing, as :func:`label_key` has it.
        broader: what might be one, likewise.
        colour: the labels are names of colours: "blue" is also dark blue.
        corrected: the word was taken for a slip of the finger.
    """

    said: str
    labels: frozenset[str]
    broader: frozenset[str] = frozenset()
    colour: bool = False
    corrected: bool = False


class Vocabulary:
    """The words that can be searched for.

    Args:
        known: labels that could have been seen.
        seen: labels that were seen.
    """

    def __init__(self, known: Iterable[str], seen: Iterable[str]) -> None:
        self._could = frozenset(known) | _SENSED
        self._labels = self._could | frozenset(seen)

    def colour(self, words: str) -> Meaning | None:
        """ "Blue", "dark blue", "gray"."""
        name = _OTHER_COLOURS.get(words, words)
        family = name.split(" ")[-1]
        if name == "black and white":
            return _coloured(name, name)
        family = _OTHER_COLOURS.get(family, family)
        tone = name.split(" ")[:-1]
        if family not in COLOURS or not TONES.issuperset(tone):
            return None
        label = " ".join([*tone, family])
        tones = () if tone else (f"{tone} {family}" for tone in ("dark", "light"))
        olive = ("olive green",) if family in ("olive", "green") and not tone else ()
        return _coloured(label, label, *tones, *olive)

    def thing(self, words: str) -> Meaning | None:
        """Meaning of a noun, just as it stands there; None for an unknown one."""
        whole = _SAME.get(words, words)
        if whole in _WHOLE:
            return Meaning(whole, self._whole(whole))
        concept = self._lexicon.concept(words)
        known = concept is not None and not concept.corrected and concept.labels
        meaning = _meaning(concept) if concept and known else None
        if meaning is None or not self.knows(meaning):
            return self._near(words) or meaning
        return meaning

    def _near(self, words: str) -> Meaning | None:
        """A place that the networks have no word for, but for what is like it."""
        word = _PLACES.get(words)
        if word is None:
            return None
        near = self._lower.intersection(_NEAR.get(word, ()))
        return Meaning(word, frozenset((word,)), near) if near or word in _OTHER_ROOMS else None

    def slip(self, word: str) -> Meaning | None:
        """Likely meaning of a mistyped word."""
        concept = self._lexicon.concept(word)
        return _meaning(concept) if concept and concept.corrected else None

    def knows(self, meaning: Meaning) -> bool:
        """Whether it could have been seen."""
        return meaning.colour or not self._lower.isdisjoint(meaning.labels | meaning.broader)

    def near(self, words: str, meaning: Meaning | None) -> nearest.Weights:
        """Labels whose scores speak for a word: its own, or those nearest to an unknown one."""
        if meaning is not None and meaning.colour:
            return {}
        if meaning is None or not self.knows(meaning):
            near = nearest.near(words)
            return {label: weight for label, weight in near.items() if label in self._lower}
        return dict.fromkeys(meaning.broader, _BROADER) | dict.fromkeys(meaning.labels, 1.0)

    def _whole(self, word: str) -> frozenset[str]:
        told = _WHOLE[word]
        labels = set(told.split(",") if "," in told else told.split())
        if word == "indoors":
            labels |= {label for label in self._lower if label.endswith(_ROOMS)} | set(_ROOMS)
        return frozenset(labels)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return lexicon(self._labels)

    @cached_property
    def _lower(self) -> frozenset[str]:
        whole = ("blurred", "shaken", "dark", "very dark", "bright", "very bright")
        return frozenset(label.lower() for label in self._could) | set(whole)


def _meaning(concept: Concept) -> Meaning:
    lower = (frozenset(x.lower() for x in labels) for labels in (concept.labels, concept.broader))
    labels, broader = lower
    return Meaning(concept.said, labels, broader - labels, corrected=bool(concept.corrected))


def label_key(label: str, kind: str) -> str:
    """Name of a label of this kind among the meanings."""
    return label.lower() + (_AS_COLOUR if kind == "colour" else "")


def _coloured(name: str, *labels: str) -> Meaning:
    return Meaning(name, frozenset(label_key(label, "colour") for label in labels), colour=True)


_PLACES = {
    form: word for word in (*_NEAR, *_OTHER_ROOMS) for form in (word, nouns.plural(word))
}  # as they are typed


def quoted(meaning: Meaning | str) -> str:
    """A thing with its article, or a word that may be none in quotation marks."""
    if isinstance(meaning, str):
        return f"“{meaning}”"
    return nouns.article(meaning.said)
