"""Descriptions of all kinds, and what a sentence about one must be."""

import json

from hypothesis import strategies as st

from assistant import paths
from assistant.pipeline.evidence import Observation, Sureness
from assistant.training.picture import vocabulary
from tests.pipeline.made import (
    ACTIONS,
    action,
    may_hide,
    misplaced,
    place,
    thing,
    times_named,
    unsupported,
)

MODELS = paths.resources() / "models"
_HEADS = json.loads((MODELS / "compact/cnn.json").read_text())["heads"]
_STANDARD = json.loads((MODELS / "standard/imagenet.json").read_text())["say"]
_LABELS = sorted(
    {
        label.split(",")[0].lower()
        for label in (
            *_HEADS["objects"]["labels"],
            *_HEADS["things"]["labels"],
            *_STANDARD.values(),
        )
    }
)
_SURENESS = st.sampled_from([Sureness.SURE, Sureness.FAIRLY_SURE])
_COLOURS = st.sampled_from(["", "", "brown", "red", "orange", "black and white"])
_THINGS = st.builds(
    thing,
    st.sampled_from(_LABELS),
    st.sampled_from([None, 1, 2, 3, 5, 12]),
    _SURENESS,
    more=st.booleans(),
    colour=_COLOURS,
)
_PLACES = st.sampled_from(
    [
        None,
        place("kitchen"),
        place("street"),
        place("sea"),
        place("office", sureness=Sureness.UNSURE),
    ]
)
_ANYTHING = st.tuples(st.lists(_THINGS, max_size=5, unique_by=lambda o: o.label), _PLACES).map(
    lambda pair: [*pair[0], *([pair[1]] if pair[1] else [])]
)


@st.composite
def _deeds(draw: st.DrawFn) -> list[Observation]:
    """Somebody, or two of whom one may do it, with what captions join to it, and more."""
    doing = draw(st.sampled_from(sorted(ACTIONS)))
    who = draw(st.sampled_from(sorted(ACTIONS[doing])))
    links = sorted(ACTIONS[doing][who]["links"]) or ["ball"]
    labels = [who, *draw(st.lists(st.sampled_from([*links, "dog", "person", "car"]), max_size=4))]
    counts, sureness = st.sampled_from([None, 1, 2, 3, 12]), draw(_SURENESS)
    seen = [
        place(label, sureness)
        if label in vocabulary.PLACES
        else thing(label, draw(counts), draw(_SURENESS), draw(st.booleans()), draw(_COLOURS))
        for label in dict.fromkeys(labels)
    ]
    first = [o for o in seen if o.kind == "scene"][:1]
    seen = [o for o in seen if o.kind != "scene"]
    return [*seen, *([action(doing, sureness)] if doing else []), *first]


DESCRIPTIONS = st.one_of(_ANYTHING, _deeds())


def check(text: str, observations: list[Observation]) -> None:
    assert text.endswith("."), text
    assert len(text) > 1
    assert unsupported(text, observations) == [], text
    assert misplaced(text, observations) == [], text
    for o in observations:
        if o.colour and o.count == 1 and not o.more:
            assert f"{o.colour} {o.label}" in text
    for o in observations:
        # "glasses" are heard in "two beer glasses", too.
        others = sum(may_hide(o, other) for other in observations if other is not o)
        least = o.kind != "action"  # where it is not clear who does it, it is not said
        assert least <= times_named(text, o) <= 1 + others, (text, o.label)
