"""The place of a sought thing in a still picture, in words."""

from collections.abc import Sequence

from assistant.pipeline import nouns
from assistant.pipeline.evidence import Sureness
from assistant.pipeline.where import direction
from assistant.seek.looker import Located
from assistant.seek.targets import SeekTarget
from assistant.wording import hedges


def place_sentence(target: SeekTarget, seen: Sequence[Located], clock: bool = False) -> str:
    """One sentence.

    Args:
        target: what was sought.
        seen: where it was seen, the surest first.
        clock: directions as on a clock face.
    """
    if not seen:
        none = "I don't see it" if target.thing else f"I see no {target.said}"
        return hedges.missed(none)
    best = seen[0]  # of the others nobody can tell whether they are the same one again
    name = target.said if target.thing else nouns.article(target.said)
    verb = "are" if nouns.is_plural(target.said) and not target.thing else "is"
    where = direction(best.box, clock)
    if best.sureness == Sureness.SURE:
        return f"{nouns.capital(name)} {verb} {where}."
    if best.sureness == Sureness.FAIRLY_SURE:
        tell = hedges.like_it if target.thing else hedges.likely
        return tell(f"{name} {verb} {where}") + "."
    return hedges.perhaps(f"{name} could be {where}") + "."
