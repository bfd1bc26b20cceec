"""Who does what was seen to be done: the only one of those there who is likely to, by captions.

Where another could be the one who does it, it is said of neither: at most that one of them does.
"""

from collections.abc import Mapping, Sequence

from assistant.pipeline import usages
from assistant.pipeline.boxes import intersection
from assistant.pipeline.evidence import Observation, Sureness

_LIKELIER = 8.0  # so much likelier must one subject be than every other that was seen


def who(action: Observation, observations: Sequence[Observation]) -> Observation | None:
    """The only one of those seen who is likely to do this; None where it could be another.

    What something would be more exactly ("animal", perhaps "dog") is no other.
    """
    subject = whose(action, observations)
    return subject if subject and subject.sureness != Sureness.UNSURE else None


def whose(action: Observation, observations: Sequence[Observation]) -> Observation | None:
    """The same, even where it is unsure that this one is there."""
    table, best = usages.table(), _able(action, observations)
    beside = [o for o in observations if o.kind == "object" and not o.narrows]
    beside = [o for o in beside if usages.kind(o.label) not in best]
    usual = {name: table.usual(action.label, name) for name in best}
    found = _outstanding(usual)
    for o in beside if found is None else ():
        likely = {name: usual[name] * table.share(action.label, name, o.label) for name in best}
        if any(likely.values()):  # what captions join to the action
            found = found or _outstanding(likely) or _touching(best, o)
    return best.get(found or "")


def either(
    action: Observation, observations: Sequence[Observation]
) -> tuple[Observation, Observation] | None:
    """The two one of whom does this, people first; None where that is not clear."""
    able = _able(action, observations)
    if len(able) != 2 or whose(action, observations):
        return None
    one, other = sorted(able.values(), key=lambda o: usages.kind(o.label) != "person")
    return (one, other) if Sureness.UNSURE not in (one.sureness, other.sureness) else None


def _able(action: Observation, observations: Sequence[Observation]) -> dict[str, Observation]:
    """Of each kind of those who do such a thing, the surest."""
    able: dict[str, list[Observation]] = {}
    for o in observations:
        thing = o.kind == "object" and not o.narrows
        if thing and usages.table().usage(action.label, o.label):
            able.setdefault(usages.kind(o.label), []).append(o)
    return {name: max(same, key=_weight) for name, same in able.items()}


def _weight(o: Observation) -> tuple[int, int]:
    return o.sureness.rank, o.count or 1


def _outstanding(likely: Mapping[str, float]) -> str | None:
    """The one that is much likelier than every other."""
    best = max(likely, key=lambda name: likely[name], default=None)
    if best is None or likely[best] <= 0:
        return None
    others = (value for name, value in likely.items() if name != best)
    return best if likely[best] >= _LIKELIER * max(others, default=0) else None


def _touching(able: Mapping[str, Observation], thing: Observation) -> str | None:
    """The only one whose box overlaps that of the thing."""
    near = [name for name, o in able.items() if _meet(o, thing)]
    known = all(o.all_boxes for o in (*able.values(), thing))
    return near[0] if known and len(near) == 1 else None


def _meet(one: Observation, other: Observation) -> bool:
    return any(intersection(a, b) > 0 for a in one.all_boxes for b in other.all_boxes)
