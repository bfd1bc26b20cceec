"""Questions where the network knows only of what kind a thing is."""

import pytest

from assistant import wording
from assistant.ask import answer
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Description, Explanation, Observation, Sureness

_KINDS = frozenset(
    [
        *("animal", "vehicle", "food", "furniture", "building", "plant", "door", "fruit"),
        *("vegetable", "package", "shoe", "hat", "dress", "trousers", "T-shirt", "shirt"),
        "piece of clothing",
    ]
)
_KNOWN = _KINDS | {"cow", "dog", "pizza", "potted plant", "person", "house front"}


def _ask(question: str, *labels: str, sureness: Sureness = Sureness.SURE) -> str:
    seen = tuple(Observation(label, 0.9, "cnn", sureness) for label in labels)
    d = Description(seen)
    told = answer(question, Explanation(wording.sentences(d), d, known=_KNOWN))
    return told.text


@pytest.mark.parametrize("kind", sorted(_KINDS))
def test_every_kind_can_be_asked_for(kind: str) -> None:
    assert _ask(f"Is there a {kind}?", kind).startswith("Yes, ")
    said = _ask(f"Is there a {kind}?").lower()
    assert said.startswith(f"i see no {kind.lower()}, but i may have missed ")


@pytest.mark.parametrize(
    ("question", "seen", "said"),
    [
        ("Are there any clothes?", "T-shirt", "Yes, a T-shirt."),
        ("Is there some clothing?", "trousers", "Yes, trousers."),
        ("Do you see a tee shirt?", "T-shirt", "Yes, a T-shirt."),
        ("Is there a parcel?", "package", "Yes, a package."),
        ("Is there an animal?", "cow", "Yes, a cow."),
        ("Is there a plant?", "potted plant", "Yes, a potted plant."),
        ("Is there any food?", "pizza", "Yes, a pizza."),
    ],
)
def test_a_kind_is_found_in_each_of_its_things(question: str, seen: str, said: str) -> None:
    assert _ask(question, seen) == said


@pytest.mark.parametrize(
    ("thing", "kind"),
    [("dog", "animal"), ("poodle", "animal"), ("tree", "plant"), ("potted plant", "plant")],
)
def test_a_thing_that_only_its_kind_was_seen_of_is_left_open(thing: str, kind: str) -> None:
    said = _ask(f"Is there a {thing}?", kind)
    assert said == f"I see {nouns.article(kind)}, but I can't tell whether it is a {thing}."


def test_a_kind_is_not_told_beside_the_thing_that_it_is() -> None:
    assert _ask("Are there animals?", "animal", "cow") == "Yes, a cow."
    assert _ask("Is there a dog?", "animal", "cow") == "I see no dog, but I may have missed it."
