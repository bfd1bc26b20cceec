"""The check: which words of an engine's answer Glimpse's own evidence confirms.

A label counts as seen from a score on that is far too low to be spoken, by how high it usually is
(:data:`USUAL`, ``resources/words/usual.json``) or, for actions and for labels of which that is not
known, :data:`LEAST`: the check shall notice what is invented, and not doubt what is small or half
hidden. What the networks have no
word for stays open. The help page "Engines" has the rates; ``python -m
tests.benchmarks.measure_check`` prints them.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, cached_property

from assistant import explore, paths, wording
from assistant.ask.question_words import Lexicon, lexicon
from assistant.engines import claims
from assistant.engines.claims import Claim, ClaimKind
from assistant.engines.verdicts import Finding, Verdict
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Explanation, Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.wording import phrases

LEAST = 0.1
"""The lowest score of a label that counts as seen, where no usual score of it is known."""

USUAL = 0.4
"""So many times the root of a thing's usual score counts as seen: a network that thinks of people
in every picture has to think more of them. Chosen on captions of part A of the split."""

_RARE = 1e-4  # usual score under which none is lower
_ALIKE = 0.7  # of the letters of a text, for it to be the same
_SHARE = 0.03  # of a thing's box, for a colour to be on it
_NAMED = frozenset(("object", "action", "scene", "people", "medium", "code"))


class Check:
    """Looks claims about one picture up.

    Args:
        explanation: what Glimpse saw in it, with all scores.
        frame: the picture, for colours; None when it is gone.
    """

    def __init__(self, explanation: Explanation, frame: Frame | None = None) -> None:
        self._y, self._d, self._frame = explanation, explanation.description, frame
        self._scores = {label.lower(): s for label, s in explanation.scores.items()}
        seen = {o.label for o in self._d.observations if o.kind in _NAMED}
        self._colours = cache(explore.colours_in)  # an answer tells of the same thing again
        self._known = {label.lower() for label in explanation.known | seen} | {"face"}

    def sentence(self, text: str) -> tuple[Finding, ...]:
        """The claims of one sentence, each with what Glimpse can say to it."""
        return tuple(self.claim(claim) for claim in claims.found(text))

    def claim(self, claim: Claim) -> Finding:
        """One claim, checked."""
        if refused := wording.refusal(self._d.observations):
            why = phrases.REFUSALS[refused.label]
            return Finding(claim, Verdict.CONTRADICTED, why, (refused,))
        if claim.kind is ClaimKind.TEXT:
            return self._text(claim)
        labels = self.labels(claim)
        if not labels:
            return Finding(claim, Verdict.OPEN)
        if claim.kind is ClaimKind.COLOUR:
            return self._colour(claim, labels)
        return self._thing(claim, labels)

    def labels(self, claim: Claim) -> frozenset[str]:
        """The labels that would confirm it, of those that the networks know, in lower case."""
        concept = self._lexicon.concept(claim.word) if claim.kind is not ClaimKind.ACTION else None
        words = {*claim.labels, *(concept.labels if concept and not concept.corrected else ())}
        found = {label.lower() for label in words}
        if "person" in found:
            found.add("face")
        return frozenset(found & self._known)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return lexicon(self._y.known)

    def _thing(self, claim: Claim, labels: frozenset[str]) -> Finding:
        seen = self._observed(labels)
        sure = [o for o in seen if o.sureness is Sureness.SURE]
        if claim.denied:
            told = f"Glimpse saw {nouns.listed([nouns.with_count(o) for o in sure[:2]])}."
            if sure and claim.kind is ClaimKind.THING:
                return Finding(claim, Verdict.CONTRADICTED, told, tuple(sure))
            return Finding(claim, Verdict.OPEN)
        is_thing = claim.kind is ClaimKind.THING
        if not seen and not any(self._is_faint(label, is_thing) for label in labels):
            return Finding(claim, Verdict.UNSEEN)
        counted = [o for o in sure if o.count and not o.more]
        if claim.count and len(counted) == 1 and counted[0].count != claim.count:
            told = f"Glimpse counts {nouns.counted(counted[0].label, counted[0].count)}."
            return Finding(claim, Verdict.CONTRADICTED, told, tuple(counted))
        return Finding(claim, Verdict.CONFIRMED, "", tuple(seen))

    def _is_faint(self, label: str, is_thing: bool) -> bool:
        """Whether a label scores as high as it does where it is there at all."""
        usual = _usual().get(label) if is_thing and self._y.profile == "compact" else None
        least = LEAST if usual is None else USUAL * max(usual, _RARE) ** 0.5
        return self._scores.get(label, 0.0) >= least

    def _observed(self, labels: Iterable[str]) -> list[Observation]:
        wanted = frozenset(labels)
        found = (o for o in self._d.observations if o.kind in _NAMED)
        return [o for o in found if o.label.lower() in wanted]

    def _colour(self, claim: Claim, labels: frozenset[str]) -> Finding:
        """Of a thing whose place is known: is the colour on it at all?"""
        placed = [o for o in self._observed(labels) if o.all_boxes]
        if not placed or self._frame is None:
            return Finding(claim, Verdict.OPEN)
        seen: dict[str, float] = {}
        for box in (box for o in placed for box in o.all_boxes):
            for name, share in self._colours(self._frame, box):
                family = name.split()[-1]
                seen[family] = max(seen.get(family, 0.0), share)
        if any(seen.get(name, 0.0) >= _SHARE for name in _near(claim.colour)):
            return Finding(claim, Verdict.CONFIRMED, "", tuple(placed))
        best = max(seen, key=lambda name: seen[name], default="")
        told = f"Glimpse sees {best} there." if best else ""
        verdict = Verdict.CONTRADICTED if best else Verdict.OPEN
        return Finding(claim, verdict, told, tuple(placed))

    def _text(self, claim: Claim) -> Finding:
        read = self._d.of_kind("text")
        if not read:
            open_ = "text" in (*self._d.pending, *self._d.failed)
            return Finding(claim, Verdict.OPEN if open_ else Verdict.UNSEEN)
        whole = _letters(" ".join(o.content for o in read))
        if _is_within(_letters(claim.word), whole):
            return Finding(claim, Verdict.CONFIRMED, "", read)
        told = f"Glimpse read {phrases.quoted(' '.join(o.content for o in read), 60)}."
        return Finding(claim, Verdict.CONTRADICTED, told, read)


@cache
def _usual() -> Mapping[str, float]:
    path = paths.resources() / "words" / "usual.json"
    scores: dict[str, float] = json.loads(path.read_text("utf-8"))["scores"]
    return scores


def _near(colour: str) -> Sequence[str]:
    """Families that people call so, too."""
    near = {
        "grey": ("white", "black", "beige"), "brown": ("beige", "orange", "red", "olive"),
        "beige": ("brown", "white", "grey"), "orange": ("brown", "red", "yellow", "peach"),
        "pink": ("magenta", "red", "peach", "purple"), "purple": ("magenta", "blue", "pink"),
        "turquoise": ("blue", "green"), "yellow": ("orange", "beige", "olive", "brown"),
        "green": ("olive", "turquoise"), "red": ("magenta", "pink", "brown", "orange"),
        "blue": ("turquoise", "purple", "grey"), "black": ("grey", "brown", "blue"),
        "white": ("grey", "beige", "cream"),
    }  # fmt: skip
    return (colour, *near.get(colour, ()))


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _is_within(said: str, read: str) -> bool:
    """Whether nearly all letters of what was said stand in what was read, in order."""
    if not said or said in read:
        return True
    blocks = SequenceMatcher(None, said, read, autojunk=False).get_matching_blocks()
    return sum(b.size for b in blocks if b.size > 1) >= _ALIKE * len(said)
