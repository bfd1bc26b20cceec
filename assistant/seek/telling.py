"""Where a sought thing is in a still picture, in words."""

from collections.abc import Sequence

from assistant.pipeline import nouns
from assistant.pipeline.evidence import Sureness
from assistant.pipeline.where import direction
from assistant.seek.looker import Seen
from assistant.seek.targets import Target

_MOST = 4  # places that are told one by one


def told(target: Target, seen: Sequence[Seen], clock: bool = False) -> str:
    """One sentence.

    Args:
        target: what was sought.
        seen: where it was seen, the surest first.
        clock: directions as on a clock face.
    """
    if not seen:
        none = "I don't see it" if target.thing else f"I see no {target.said}"
        return f"{none}, but I may have missed it."
    best = seen[0].sureness
    alike = [one for one in seen if one.sureness == best]
    places = list(dict.fromkeys(direction(one.box, clock) for one in alike))[:_MOST]
    many = len(places) > 1
    name = f"there are {nouns.plural(target.said)}:" if many else f"{target.name} is"
    where = nouns.listed([f"one {place}" for place in places] if many else places)
    if best == Sureness.SURE:
        clause = f"{name} {where}"
        return f"{clause[:1].upper()}{clause[1:]}."
    if best == Sureness.FAIRLY_SURE:
        return f"I think {name} {where}, but I may be wrong."
    could = f"there could be {nouns.plural(target.said)}:" if many else f"{target.name} could be"
    return f"I may be wrong: {could} {where}."
