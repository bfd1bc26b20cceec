"""Questions where the network knows only of what kind a thing is."""

import pytest

from assistant import wording
from assistant.ask import EXAMPLES, answer
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


def _two_people_and(child: Observation) -> Explanation:
    boxes = ((0.1, 0.1, 0.3, 0.9), (0.6, 0.4, 0.8, 0.9))
    people = Observation("person", 0.9, "cnn", Sureness.SURE, count=2, boxes=boxes)
    d = Description((people, child))
    return Explanation(wording.sentences(d), d, known=_KNOWN | {"child"})


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


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What animal is it?", "I see a cow."),
        ("which animal is this", "I see a cow."),
        ("what kind of animal is that?", "I see a cow."),
        ("What sort of animal is in the picture?", "I see a cow."),
        ("what animals are there", "I see a cow."),
        ("what animals can you see?", "I see a cow."),
        ("what is that animal", "I see a cow."),
        ("what vehicle is it?", "I see no vehicle, but I may have missed it."),
        ("What kind of cow is it?", "I see a cow, but I can't tell what kind."),
        ("what breed is the cow?", "I see a cow, but I can't tell what kind."),
        ("what kind of dog is it?", "I see no dog, but I may have missed it."),
        ("what kind of person is it?", "I see nobody, but I may have missed someone."),
    ],
)
def test_what_animal_it_is(question: str, said: str) -> None:
    assert _ask(question, "cow") == said


@pytest.mark.parametrize(
    "question",
    ["What time is it?", "what day is it", "which way", "what for"],
)
def test_what_is_no_thing_is_not_taken_for_one(question: str) -> None:
    assert _ask(question, "cow") == EXAMPLES


def test_of_what_only_the_kind_was_seen_which_one_it_is_is_left_open() -> None:
    assert _ask("What animal is it?", "animal") == "I see an animal, but I can't tell what kind."
    said = _ask("What kind of dog is it?", "animal")
    assert said == "I see an animal, but I can't tell whether it is a dog."


def test_a_guess_which_one_it_is_keeps_its_doubt() -> None:
    seen = (
        Observation("animal", 0.95, "cnn", Sureness.SURE),
        Observation("dog", 0.4, "cnn", Sureness.UNSURE),
    )
    d = Description(seen)
    told = answer("what animal is it?", Explanation(wording.sentences(d), d, known=_KNOWN))
    assert told.text == "I see an animal. It could be a dog, but I may be wrong."
    assert told.evidence == seen


@pytest.mark.parametrize("sureness", [Sureness.SURE, Sureness.FAIRLY_SURE])
@pytest.mark.parametrize("narrows", ["person", ""])
def test_a_child_of_two_people_is_not_a_third_one(sureness: Sureness, narrows: str) -> None:
    child = Observation("child", 0.9, "cnn", sureness, narrows=narrows)
    seen = _two_people_and(child)
    assert (
        answer("How many people are there?", seen).text == "I count two people; there may be more."
    )
    assert answer("Is anyone there?", seen).text == "I see two people."
    assert answer("What are they doing?", seen).text.startswith("I see two people, but")
    assert "a child" in answer("Is there a child?", seen).text


def test_a_child_alone_is_somebody() -> None:
    d = Description((Observation("child", 0.9, "cnn", Sureness.SURE, count=1),))
    seen = Explanation(wording.sentences(d), d, known=_KNOWN | {"child"})
    assert answer("Is anyone there?", seen).text == "I see a child."
    assert (
        answer("How many people are there?", seen).text == "I count one child; there may be more."
    )
    assert answer("Who is it?", seen).text.endswith("I see a child.")


def test_two_animals_one_of_them_a_dog_are_two() -> None:
    seen = (
        Observation("animal", 0.9, "cnn", Sureness.SURE, count=2),
        Observation("dog", 0.9, "cnn", Sureness.SURE, narrows="animal"),
    )
    d = Description(seen)
    told = answer("How many animals?", Explanation(wording.sentences(d), d, known=_KNOWN)).text
    assert "a dog" not in told


def test_what_may_be_more_is_counted_as_in_the_description() -> None:
    boxes = ((0.1, 0.1, 0.3, 0.9), (0.6, 0.4, 0.8, 0.9))
    people = Observation("person", 0.9, "cnn", Sureness.SURE, count=2, boxes=boxes, more=True)
    d = Description((people,))
    told = answer("Is anybody there?", Explanation(wording.sentences(d), d, known=_KNOWN))
    assert told.text == "I see people."


def test_where_one_of_several_is_seen_the_others_are_not_forgotten() -> None:
    box = (0.0, 0.4, 0.1, 0.5)
    one = Observation(
        "person", 0.9, "cnn", Sureness.SURE, count=1, box=box, where="on the left", more=True
    )
    d = Description((one,))
    told = answer("Where are the people?", Explanation(wording.sentences(d), d, known=_KNOWN))
    assert told.text == "At least one person is on the left."
    several = Observation("person", 0.9, "cnn", Sureness.SURE, count=2, boxes=(box,), more=True)
    d = Description((several,))
    told = answer("Where are the people?", Explanation(wording.sentences(d), d, known=_KNOWN))
    assert told.text == "I see people: one on the left and others elsewhere."
