"""What is true of a picture, as far as its annotation tells; and what would make a noun true.

A noun is right when the objects, the scene or any caption have it, a word that means the same, or
a thing of its kind (the caption's poodle makes "a dog" and "an animal" right). It is wrong when
nothing supports it: so a thing that is there and that nobody mentioned counts as wrong, and figures
for captions alone are pessimistic. It is neither, and left out of all shares, where the annotation
cannot know: it is in the list of unknown labels, only its kind is stated ("an animal": a dog?) or
something as vague ("water": the sea?), or the annotation tells nothing of things, or of places.
"""

from functools import cache

from assistant.pipeline import kinds, nouns
from assistant.pipeline.evidence import Kind
from assistant.training.judging.annotations import Annotation
from assistant.training.judging.caption_words import (
    as_trained,
    is_known,
    leave_open,
    mentioned,
    supports,
)
from assistant.training.picture import labels, vocabulary
from assistant.training.picture.mentions import mentions

_PLACES: tuple[Kind, ...] = ("scene", "medium")


class Truth:
    """Facts that one annotation tells.

    Args:
        annotation: of one picture.
    """

    def __init__(self, annotation: Annotation) -> None:
        listed = (annotation.objects or frozenset()) | {annotation.scene} - {""}
        self._listed = named(listed.union(*(mentioned(label) for label in listed)))
        self._captions = annotation.captions
        self._any = self._listed.union(*(named(mentioned(text)) for text in self._captions))
        self._unknown = annotation.unknown
        self._scene = annotation.scene
        self._told = bool(annotation.captions)
        self._things = self._told or annotation.objects is not None
        self._looked = annotation.looked

    def verdict(self, noun: str, kind: Kind = "object") -> bool | None:
        """Whether the noun, or the action, is right; None where that cannot be known.

        Args:
            noun: a label as it is spoken.
            kind: what it is said as: a place and an action need more than a list of things.
        """
        if self._supported(noun):
            return True
        if kind in _PLACES and self._scene:
            return False
        known = self._things if kind not in (*_PLACES, "action") else self._told
        return False if known and not self._doubtful(noun) else None

    def seen(self, noun: str, kind: Kind = "object") -> bool | None:
        """The verdict, but for what somebody saw who looked where nobody tells."""
        told = self.verdict(noun, kind)
        return told if told else self._looked.get(noun, told)

    def stated(self, noun: str) -> bool:
        """Whether it must be found: a thing of the list, or what two captions name (or the one)."""
        if _has(noun, self._listed):
            return True
        if not self._supported(noun):
            return False
        count = sum(_names(noun, caption) for caption in self._captions)
        return count >= min(2, max(len(self._captions), 1))

    def captioned(self, noun: str) -> bool:
        """Whether any caption has it, or what makes it true."""
        return self._told and Truth(Annotation("", self._captions))._supported(noun)

    def _supported(self, noun: str) -> bool:
        # Things that are known here have a judge of their own: nobody sees a bus at a bus stop.
        own = is_known(noun) and noun != "child" and noun not in vocabulary.PLACES
        if not own and any(noun in mentions(text) for text in self._captions):
            return True
        if is_known(noun):
            return _has(noun, self._any)
        return _has(noun, self._listed) or any(_names(noun, text) for text in self._captions)

    def _doubtful(self, noun: str) -> bool:
        own = (noun.lower(), as_trained(noun))
        if any(u in own or kinds.is_a(u, noun) for u in self._unknown):
            return True
        if not self._any.isdisjoint(leave_open(noun)):
            return True
        stated = kinds.kinds_of(noun) & self._any
        return any(not self._specified(kind) for kind in stated)

    def _specified(self, kind: str) -> bool:
        """Whether it is told which of the kind it is: then it is no other."""
        return any(
            kinds.is_a(word, kind) and not kinds.is_a(kind, word) for word in self._any - {kind}
        )


def _names(noun: str, text: str) -> bool:
    """Whether a sentence makes the noun right."""
    if is_known(noun):
        return _has(noun, named(mentioned(text)))
    return labels.names(text, (noun.lower(), nouns.plural(noun.lower())))


def _has(noun: str, words: frozenset[str]) -> bool:
    return not supports(noun).isdisjoint(words)


@cache
def named(words: frozenset[str]) -> frozenset[str]:
    """The nouns, and what their last words say: a school bus is a bus."""
    return frozenset(name for word in words for name in kinds.names(word))
