"""The telling of all that was seen in one sentence: who does what, where, and with what else."""

from collections.abc import Sequence

from assistant.pipeline import clauses, doers, usages
from assistant.pipeline.evidence import Description, Observation, Sureness

MOST = 4  # things that one sentence can carry and a listener can keep in mind, beside the place
_UNKNOWN = 0.4  # how telling a thing is of which captions do not tell
_DOUBT = 0.6  # how much less what is only fairly sure is worth telling
# Place or thing → what is no news there.
_USUAL = {
    "beach": ("wave",),
    "forest": ("tree", "leaves", "bush"),
    "city": ("building",),
    "person": ("shirt", "trousers", "shorts", "shoe", "sock", "clothes"),
    "child": ("shirt", "trousers", "shorts", "shoe", "sock", "clothes"),
    "street": ("sidewalk",),
    "dog": ("collar",),
    "train": ("train tracks",),
    "kitchen": ("cabinet", "counter"),
    "bathroom": ("wall",),
    "house": ("window", "door", "roof"),
    "building": ("window", "door", "wall"),
}
_VAGUE = ("furniture",)
# Of these a doubtful one is mostly what a surer one was taken for.
_RIVALS = tuple(
    frozenset(row.split(","))
    for row in (
        "bicycle,motorcycle,scooter,tricycle",
        "glasses,sunglasses,goggles",
        "skis,snowboard,surfboard,skateboard,sled",
        "dog,cat,horse,cow,sheep,bear,bird,goat,elephant,zebra,giraffe,duck,animal",
        "car,truck,bus,train,van,taxi,tram,vehicle",
        "bench,chair,couch",
        "kayak,canoe,boat,surfboard",
        "hat,helmet",
        "jacket,suit,dress,vest,uniform,costume",
        "pizza,cake,sandwich,hot dog,donut",
    )
)
# Action → what goes without saying then.
_IMPLIED = {
    "skateboarding": ("skateboard",),
    "surfing": ("surfboard", "water", "sea"),
    "skiing": ("skis", "snow", "slope"),
    "snowboarding": ("snowboard", "snow", "slope"),
    "paddling": ("paddle", "water"),
    "sailing": ("boat", "water"),
    "swimming": ("water",),
    "sleeping": ("pillow",),
}


def chosen(d: Description) -> tuple[Observation, ...]:
    """The sure and fairly sure things, at most one action and one place for the main sentence.

    An action is told where it is clear whose it is: of all that was seen, guesses too, only one
    thing is likely to do it; or else that one of two does, who were both seen. Beside what is
    joined to it, the most telling things are told: what people mention where it is, what lives,
    what is large.
    """
    places = sorted(_sure(d, "scene"), key=_value, reverse=True)
    things = sorted(_news(_sure(d, "object"), places), key=_value, reverse=True)
    acting = []
    for action in sorted(_sure(d, "action"), key=_value, reverse=True):
        subject = doers.who(action, d.observations)
        both = doers.either(action, d.observations)
        if first := subject or (both and both[0]):
            there = _best(places, action, first)
            found = clauses.doing([*things, action, *there])
            if found and found.action == action:
                acting.append((found, there))
    if acting:
        found, there = min(acting, key=lambda pair: pair[0].leaves_open)
        return _filled(found, things, there)
    living = next((o for o in things if usages.is_alive(o.label)), None)
    there = _best(places, None, living) if living else places[:1]
    found = clauses.doing([*things, *there])
    return _filled(found, things, there)


def _filled(
    found: clauses.Doing | None, things: Sequence[Observation], places: Sequence[Observation]
) -> tuple[Observation, ...]:
    """What is joined, then other things while there is room; the action and the place last."""
    named = found.named if found else ()
    action = found.action if found else None
    without = _IMPLIED.get(action.label, ()) if action else ()
    joined = [o for o in things if o in named]
    others = [o for o in things if o not in named and o.label not in without]
    kept = [*joined, *others[: max(0, MOST - len(joined))]]
    where = [o for o in places if o in named or o.label not in without]
    every = (*kept, *([action] if action else []), *where)
    again = clauses.doing(every)
    if action and (again is None or again.action != action):
        return tuple(o for o in every if o != action)
    return every


def _news(things: Sequence[Observation], places: Sequence[Observation]) -> list[Observation]:
    """Without what goes without saying beside something as sure, or is more likely one of them."""
    every = (*things, *places)
    told = [o for o in things if not _is_usual(o, every) and not has_rival(o, things)]
    if len(told) + len(places) < 2:
        return told
    # That there is perhaps some furniture beside something is worth no word.
    return [o for o in told if o.label not in _VAGUE or o.sureness == Sureness.SURE]


def _is_usual(o: Observation, beside: Sequence[Observation]) -> bool:
    sure = (t for t in beside if t.sureness.rank >= o.sureness.rank)
    return any(o.label in _USUAL.get(t.label, ()) for t in sure)


def has_rival(o: Observation, things: Sequence[Observation]) -> bool:
    """Whether something surer was seen that this, if it is doubtful, was rather taken for."""
    alike = {label for group in _RIVALS if o.label in group for label in group}
    level = (o.sureness.rank, o.score)
    surer = (t for t in things if t.label in alike and (t.sureness.rank, t.score) > level)
    return o.sureness != Sureness.SURE and any(surer)


def _best(
    places: Sequence[Observation], action: Observation | None, subject: Observation
) -> list[Observation]:
    """The place that captions join to what is done there, else the most telling one."""
    what = action.label if action else ""
    usual = [o for o in places if usages.table().share(what, subject.label, o.label)]
    return [*usual, *places][:1]


def _sure(d: Description, kind: str) -> list[Observation]:
    found = (o for o in d.observations if o.kind == kind and not o.narrows)
    return [o for o in found if o.sureness != Sureness.UNSURE]


def _value(o: Observation) -> float:
    """How much it is worth telling."""
    telling = usages.table().telling.get(o.label, _UNKNOWN)
    area = sum(width * height for _, _, width, height in o.all_boxes)
    doubt = 1.0 if o.sureness == Sureness.SURE else _DOUBT
    return doubt * (telling * o.score + 0.3 * min(area, 1.0)) + usages.is_alive(o.label)
