"""d = c(f): what the network and the senses saw, as observations in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.pipeline import kinds, nouns, people_and_faces, usages
from assistant.pipeline.evidence import Description, Observation, Sureness
from assistant.pipeline.features import Features, Hypothesis
from assistant.pipeline.where import direction

_KINDS = (
    "quality", "screen", "medium", "own", "object", "action", "scene", "setting", "people", "code",
    "light", "colour", "text",
)  # fmt: skip
# These come in an order that means something: from left to right, as it is read.
_IN_ORDER = frozenset(("screen", "people", "code", "colour", "text"))
_PLACED = 3  # so many of one kind are told with their places
# Kind → with what it is no news, or is that itself: of 237 pages the network takes nearly all for
# books, too, and for laptops, and many for refrigerators.
_TRIVIAL = {
    "piece of clothing": ("person",),
    "furniture": ("bedroom", "bathroom", "kitchen"),
    **dict.fromkeys(("book", "laptop", "refrigerator"), ("page of text",)),
}
MEDIA = frozenset(("page of text", "screenshot", "drawing", "chart"))


def describe(
    features: Features,
    seen: Iterable[Observation] = (),
    notes: Sequence[str] = (),
    pending: Sequence[str] = (),
    failed: Sequence[str] = (),
    clock: bool = False,
) -> Description:
    """Join the hypotheses to observations: boxes of one label are counted and placed.

    Of a thing and its kind ("dog", "animal") one is kept: the kind only where it is surer and the
    thing a guess. Left out is what goes without saying, such as clothing with a person. Where
    something is done that only people do, somebody is there, as surely as it is done. In a
    blurred picture the network is trusted one step less, and not at all where it is unsure. Faces
    and the network's people are counted together (:mod:`assistant.pipeline.people_and_faces`).

    Args:
        features: what the network found, spoken labels only.
        seen: what the senses found.
        notes: what the listener should hear about the picture file itself.
        pending: names of the senses that are still at work.
        failed: names of the senses that failed.
        clock: directions as on a clock face.

    Returns:
        Observations sorted by kind, then sureness, then score: one picture, one order. What the
        senses tell in a meaningful order, such as text, stays in it.
    """
    by_label: dict[tuple[str, str], list[Hypothesis]] = {}
    for hypothesis in features.hypotheses:
        by_label.setdefault((hypothesis.kind, hypothesis.label), []).append(hypothesis)
    found = [_observation(group) for group in by_label.values()]
    seen = list(seen)
    if any(o.label in ("blurred", "shaken") for o in seen):
        found = [replace(o, sureness=_LESS[o.sureness]) for o in found if o.sureness in _LESS]
    found = list(_telling(_with_somebody(found)))
    return Description(
        _sorted(_media(list(_kinds(people_and_faces.fuse([*found, *seen])))), clock),
        tuple(notes),
        tuple(pending),
        tuple(failed),
    )


def extend(
    d: Description, seen: Iterable[Observation], failed: Sequence[str] = (), clock: bool = False
) -> Description:
    """d with what the pending senses saw; nothing is pending any more."""
    everything = _sorted([*d.observations, *seen], clock)
    return replace(d, observations=everything, pending=(), failed=(*d.failed, *failed))


_LESS = {
    Sureness.SURE: Sureness.FAIRLY_SURE,
    Sureness.FAIRLY_SURE: Sureness.UNSURE,
}


def _sorted(observations: Iterable[Observation], clock: bool) -> tuple[Observation, ...]:
    return tuple(sorted((placed(o, clock) for o in observations), key=_order))


def placed(o: Observation, clock: bool) -> Observation:
    """With its direction in words, or those of up to three of its kind."""
    boxes = o.all_boxes
    every = len(boxes) >= (o.count or 1)
    if not 0 < len(boxes) <= _PLACED or o.kind == "colour" or not every:
        return o
    places = list(dict.fromkeys(direction(b, clock) for b in boxes))
    if len(places) > 1:  # "on the left near the top and in the middle": a comma would part them
        places = [place.replace(",", "") for place in places]
    return replace(o, where=nouns.listed(places))


def _order(o: Observation) -> tuple[int, int, float, str]:
    kind = _KINDS.index(o.kind)
    return (kind, 0, 0, "") if o.kind in _IN_ORDER else (kind, -o.sureness.rank, -o.score, o.label)


def _with_somebody(found: Sequence[Observation]) -> list[Observation]:
    """With a person who does what only people do, where nobody else was seen who could.

    That somebody is there is then as sure as that it is done.
    """
    table = usages.table()
    done = [o for o in found if o.kind == "action" and o.label in table.people]
    act = max(done, key=lambda o: (o.sureness.rank, o.score), default=None)
    things = [o for o in found if o.kind == "object"]
    people = [o for o in things if o.label in usages.PEOPLE]
    others = [o for o in things if o.label not in usages.PEOPLE]
    if (
        act is None
        or any(o.sureness.rank >= act.sureness.rank for o in people)
        or any(table.usage(act.label, o.label) for o in others)
    ):
        return list(found)
    known = next((o for o in people if o.label == "person"), None)
    somebody = known or replace(act, label="person", kind="object", more=True)
    somebody = replace(somebody, sureness=act.sureness, score=max(act.score, somebody.score))
    return [somebody, *(o for o in found if o is not known)]


def _telling(found: Sequence[Observation]) -> Iterator[Observation]:
    """Without what goes without saying: people wear something, and a page looks like a book."""
    for o in found:
        companions = _TRIVIAL.get(o.label, ())
        if not any(s.label in companions and s.sureness.rank >= o.sureness.rank for s in found):
            yield o


def _kinds(found: Sequence[Observation]) -> Iterator[Observation]:
    """Every thing once: "animal" goes where a dog is likely, and stays where the dog is a guess.

    A finer word without a box ("child", "golden retriever") is one for the thing with a box, if
    that is a single one: where it is as sure it takes its place, else it is a guess about it.
    """
    things = [o for o in found if o.kind == "object"]
    kept: dict[Observation, Observation | None] = {}
    for o in things:
        exactly = [t for t in things if t is not o and not t.boxes and _is_finer(t, o)]
        if o.boxes:
            kept |= {t: _named(o, t) for t in exactly}
            if any(kept[t] and not kept[t].narrows for t in exactly):  # type: ignore[union-attr]
                kept[o] = None
        elif exactly or (exactly := [t for t in things if t.boxes and _is_finer(t, o)]):
            surest = max(t.sureness.rank for t in exactly)
            if o.sureness.rank > surest == 0:
                kept |= {t: replace(t, narrows=o.label) for t in exactly if t not in kept}
            else:
                kept[o] = None
    for o in found:
        if (told := kept.get(o, o)) is not None:
            yield told


def _is_finer(o: Observation, kind: Observation) -> bool:
    """Whether it is a word for some of those only: child of person, cow of animal."""
    one_way = kinds.is_a(o.label, kind.label) and not kinds.is_a(kind.label, o.label)
    return one_way or kind.label in kinds.kinds_of(o.label)


def _named(kind: Observation, exactly: Observation) -> Observation:
    """The counted thing by its finer name, or that name as a guess about it."""
    single = (kind.count or 1) == 1 and not kind.more
    if single and exactly.sureness.rank >= kind.sureness.rank > 0:
        return replace(kind, label=exactly.label, score=exactly.score, narrows="")
    return replace(exactly, narrows=kind.label)


def _media(observations: Sequence[Observation]) -> Iterable[Observation]:
    """What the network takes for a place and is a medium, such as a page of text, becomes one."""
    for o in observations:
        yield replace(o, kind="medium") if o.kind == "scene" and o.label in MEDIA else o


def _observation(group: list[Hypothesis]) -> Observation:
    """One observation of all hypotheses of one label.

    Only boxes as sure as the surest are counted: a doubtful second dog must not make "two dogs",
    but "at least one dog".
    """
    best = min(group, key=lambda h: (h.more, -h.sureness.rank, -h.score))
    boxes = [h.box for h in group if h.box and h.sureness == best.sureness and not h.more]
    count = max(len(boxes), best.number if best.number > 1 else 0)
    doubtful = any(h is not best and (h.more or h.sureness != best.sureness) for h in group)
    return Observation(
        label=best.label,
        score=best.score,
        sense="cnn",
        sureness=best.sureness,
        kind=best.kind,
        count=count or None,
        box=boxes[0] if count == len(boxes) == 1 else None,
        boxes=tuple(boxes),
        more=doubtful and best.sureness != Sureness.UNSURE,
    )
