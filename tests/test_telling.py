"""What the main sentence tells of all that was seen."""

from dataclasses import replace

import pytest

from assistant import wording
from assistant.pipeline.evidence import Description, Level, Observation, Sentence, Sureness
from assistant.pipeline.grammar import Grammar
from tests.pipeline.made import action, place, thing

FAIRLY, UNSURE = Sureness.FAIRLY_SURE, Sureness.UNSURE


def _told(*seen: Observation) -> dict[Level, str]:
    """What is said at each level, with the first sentence that the grammar allows."""
    d = Description(seen)
    chosen = wording.spoken(d)
    written = Sentence(Grammar(chosen).plain(), chosen) if chosen else None
    return {
        level: " ".join(s.text for s in sentences)
        for level, sentences in wording.sentences(d, written).items()
    }


def _standard(*seen: Observation) -> str:
    return _told(*seen)[Level.STANDARD]


def test_four_things_at_most_those_that_people_mention() -> None:
    labels = ("cloud", "fence", "dog", "person", "ball", "window", "shelf")
    told = _told(*(thing(label, 1) for label in labels), action("catching"))
    assert told[Level.STANDARD].startswith("A dog catching a ball, with a person and ")
    assert sum(label in told[Level.STANDARD] for label in labels) == 4
    for label in labels:
        assert label in told[Level.FULL]


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ((thing("person", 1), thing("shirt"), thing("hat")), "A person in a hat."),
        ((thing("dog", 1), thing("collar"), place("snow")), "A dog in the snow."),
        (
            (thing("person", 1), thing("skateboard", 1), action("skateboarding")),
            "A person skateboarding.",
        ),
    ],
)
def test_what_goes_without_saying_is_not_said(seen: tuple[Observation, ...], text: str) -> None:
    assert _standard(*seen) == text


def test_what_a_doubtful_thing_was_taken_for_is_told_alone() -> None:
    told = _told(
        thing("person", 1), thing("bicycle", 1), thing("scooter", sureness=FAIRLY), action("riding")
    )
    assert told[Level.STANDARD] == "A person riding a bicycle."
    assert "Perhaps there is also a scooter." in told[Level.FULL]
    assert _standard(thing("dog", 1), thing("bear", sureness=UNSURE)) == "A dog."


def test_of_many_doubts_one_is_told() -> None:
    told = _standard(
        thing("child", 1),
        *(thing(label, sureness=FAIRLY) for label in ("table", "food", "plate")),
    )
    assert told == "A child, perhaps at a table, perhaps with a plate and food."


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        (
            (thing("dog", 1), action("running", FAIRLY), place("water")),
            "A dog, perhaps running, in the water.",
        ),
        (
            (thing("dog", 1), action("running", FAIRLY), place("grass", FAIRLY)),
            "A dog, perhaps running in the grass.",
        ),
        (
            (thing("person", 1), thing("hat", sureness=FAIRLY), action("standing", FAIRLY)),
            "A person, perhaps in a hat, perhaps standing.",
        ),
        (
            (thing("person", 1), thing("bicycle", 1, FAIRLY), action("riding")),
            "A person riding something, perhaps a bicycle.",
        ),
        (
            (thing("toilet", 1, FAIRLY), place("bathroom")),
            "A bathroom, perhaps with a toilet.",
        ),
        ((thing("cat", 1, FAIRLY), place("bed", FAIRLY)), "Perhaps a cat in a bed."),
        (
            (thing("person", 1, FAIRLY), thing("horse", 1), action("riding", FAIRLY)),
            "Perhaps a person riding a horse.",
        ),
    ],
)
def test_a_doubt_is_told_before_what_is_doubtful_and_falls_on_nothing_else(
    seen: tuple[Observation, ...], text: str
) -> None:
    assert _standard(*seen) == text


def test_two_things_are_not_joined_alike() -> None:
    told = _standard(thing("dog", 1), thing("hurdle", 1), thing("fence", 1), action("jumping"))
    assert told == "A dog jumping over a hurdle, with a fence."


def test_some_furniture_that_is_doubtful_is_worth_no_word_beside_something() -> None:
    furniture = thing("furniture", sureness=FAIRLY)
    assert _standard(thing("person", 1), action("sitting"), furniture) == "A person sitting."
    assert _standard(furniture) == "Perhaps furniture."
    assert _standard(place("street"), furniture) == "A street."
    assert _standard(thing("wave", 1), place("beach")) == "A beach.", "that goes without saying"
    forest = thing("tree", 1), place("forest", FAIRLY)
    assert _standard(*forest) == "A tree, perhaps in a forest.", "what is sure is told"


def test_at_least_is_told_of_what_is_counted_not_of_trees_beside_it() -> None:
    trees = thing("tree", None, more=True)
    assert _standard(thing("person", 1, more=True), trees) == "At least one person and a tree."
    assert _standard(trees) == "At least one tree."


def test_what_two_could_do_is_said_of_neither_but_that_one_of_them_does() -> None:
    seen = thing("person", 1), thing("dog", 1), thing("ball", 1), place("beach")
    told = _told(*seen, action("jumping"))
    assert told[Level.STANDARD] == (
        "A person and a dog, at least one of them jumping on a beach, with a ball."
    )
    assert "also see" not in told[Level.FULL]
    doubtful = _standard(thing("person", 2), thing("dog", 1, FAIRLY), action("jumping"))
    assert doubtful == ("Perhaps two people and a dog, at least one of them jumping.")
    clear = _standard(*seen, action("jumping"), action("riding"), thing("bicycle", 1))
    assert clear.startswith("A person riding a bicycle"), "who does what is told first"


def test_of_three_who_could_do_it_nobody_is_said_to_and_full_tells_that_it_is_seen() -> None:
    three = thing("person", 1), thing("dog", 1), thing("horse", 1)
    told = _told(*three, action("running"))
    assert "running" not in told[Level.STANDARD]
    assert "I also see running." in told[Level.FULL]


def test_a_guess_may_be_who_does_it() -> None:
    assert "running" not in _standard(
        thing("person", 1), thing("dog", sureness=UNSURE), action("running")
    )


def test_who_may_be_there_may_be_who_does_it() -> None:
    person = thing("person", 1, UNSURE)
    climbing = _told(thing("cliff"), person, action("climbing"))
    assert climbing[Level.STANDARD] == ("A cliff. There could also be a person climbing.")
    assert "also see" not in climbing[Level.FULL]
    alone = _standard(person, action("holding", FAIRLY))
    assert alone == "I may be wrong: it could be a person holding something."


def test_boxes_tell_who_holds_it() -> None:
    def at(label: str, x: float) -> Observation:
        box = (x, 0.2, 0.3, 0.3)
        return Observation(label, 0.9, "cnn", Sureness.SURE, "object", 1, box, boxes=(box,))

    person, dog, stick = at("person", 0.0), at("dog", 0.6), at("stick", 0.2)
    assert _standard(person, dog, stick, action("holding")).startswith("A person holding a stick")


def test_what_is_held_and_was_not_seen_is_something() -> None:
    assert _standard(thing("person", 1), action("holding")) == "A person holding something."
    swimming = thing("dog", 1), action("holding"), place("water")
    assert _standard(*swimming) == "A dog holding something in the water."
    doubtful = _standard(thing("person", 1), action("riding", UNSURE))
    assert doubtful == "A person, perhaps riding something."
    assert _standard(thing("person", 1), action("crossing")) == "A person."
    two = _standard(thing("person", 1), action("holding"), action("sitting"))
    assert two == "A person sitting.", "what tells more is told"


def test_a_doubtful_action_is_a_guess_of_its_own() -> None:
    told = _told(thing("person", 1), action("jumping", UNSURE))
    assert told[Level.BRIEF] == "A person."
    assert told[Level.STANDARD] == "A person, perhaps jumping."
    riding = _standard(thing("person", 1), thing("bicycle", 1), action("riding", UNSURE))
    assert riding == "A person and a bicycle. The person could be riding the bicycle."
    several = _standard(thing("person", 3), action("running", UNSURE))
    assert several == "Three people, perhaps running."


def test_what_one_thing_could_be_do_and_be_on_follows_it() -> None:
    grass = place("grass", UNSURE)
    running = thing("dog", 1), action("running", UNSURE), grass
    assert _standard(*running) == "A dog, perhaps running in the grass."
    child = replace(thing("child", None, UNSURE), narrows="person")
    assert _standard(thing("person", 1), child) == "A person, perhaps a child."
    beside = _standard(thing("dog", 1), thing("ball", 1), action("running", UNSURE), grass)
    assert beside == ("A dog and a ball. The dog could be running. There could also be grass.")
    assert "perhaps" not in _standard(thing("dog", 1, FAIRLY), grass), "one hedge is enough"


def test_what_one_of_perhaps_several_could_be_does_not_say_that_there_are_several() -> None:
    child = replace(thing("child", None, UNSURE), narrows="person")
    box = (0.1, 0.1, 0.3, 0.3)
    person = replace(thing("person", 1, more=True), box=box, boxes=(box,))
    assert _standard(person, child) == "At least one person, perhaps a child."
    two = replace(person, count=2, more=False, boxes=(box, box))
    assert _standard(two, child) == "Two people. One of the people could be a child."
    sitting, ball = action("sitting", UNSURE), thing("ball", 1)
    assert "Somebody could be sitting." in _standard(person, ball, sitting)
    assert "One person could be a child." in _standard(person, ball, child)
    dog = replace(thing("dog", 1, more=True), box=box, boxes=(box,))
    assert "At least one dog could be sitting." in _standard(dog, ball, sitting)
    perhaps = replace(dog, sureness=FAIRLY)
    assert "The dog could be sitting." in _standard(perhaps, ball, sitting)


def test_which_face_is_meant_is_clear_only_where_one_person_is() -> None:
    face = Observation(
        "face",
        0.9,
        "people",
        Sureness.SURE,
        "people",
        box=(0.4, 0.1, 0.2, 0.3),
        where="in the middle",
    )
    assert _standard(thing("person", 1), face) == "A person. The face is in the middle, close."
    assert "One face is in the middle" in _standard(thing("person", 2), face)
    child = replace(thing("child", None, UNSURE), narrows="person")
    told = _told(thing("person", 1), child, face)[Level.FULL]
    assert "The face is in the middle" in told, "the child is the person"
    assert "One face is in the middle" in _standard(thing("person", 1, more=True), face)


def test_a_second_doubt_needs_no_second_warning() -> None:
    told = _standard(thing("dog", 1), thing("ball", 1, FAIRLY), thing("car", 1, UNSURE))
    assert told == "A dog and perhaps a ball. There could also be a car."


def test_of_a_doubtful_thing_it_is_not_told_what_it_could_be() -> None:
    desk = replace(thing("desk", None, UNSURE), narrows="table")
    assert _standard(thing("table", 1, UNSURE), desk) == "I may be wrong: it could be a table."


def test_a_doubtful_action_of_nobody_is_not_told() -> None:
    told = _told(thing("person", 1), thing("dog", 1), action("swimming", UNSURE))
    assert "swimming" not in told[Level.FULL]


def test_moods_are_never_told() -> None:
    assert "smiling" not in _told(thing("person", 1), action("smiling"))[Level.FULL]


def test_brief_keeps_who_does_what() -> None:
    d = Description(
        (
            thing("person", 12),
            thing("bicycle", 12),
            *(thing(label, 1) for label in ("very long name of a thing", "umbrella of many")),
            action("riding"),
            place("construction site"),
        )
    )
    chosen = wording.spoken(d)
    written = Sentence(Grammar(chosen).plain() + " " * 60, chosen)
    brief = wording.sentences(d, written)[Level.BRIEF][-1].text
    assert len(brief) <= 125
    assert brief.startswith("A crowd of people riding")


def test_a_colour_is_told_at_every_level_with_its_thing() -> None:
    seen = (thing("person", 1), thing("dog", 1, colour="brown"), thing("car", 1, colour="orange"))
    told = _told(*seen, action("holding"))
    for level in Level:
        assert "a brown dog" in told[level]
        assert "an orange car" in told[level]


def test_a_doubtful_thing_with_a_colour_keeps_its_doubt() -> None:
    told = _standard(thing("person", 1), thing("dog", 1, FAIRLY, colour="black"))
    assert told == "A person and perhaps a black dog."
    told = _standard(thing("dog", 1, colour="brown"), replace(_FINER, narrows="dog"))
    assert told == "A brown dog, perhaps a golden retriever."


_FINER = thing("golden retriever", sureness=UNSURE)


def test_several_have_no_colour_but_the_one_that_was_seen() -> None:
    assert _standard(thing("dog", 2, colour="brown")) == "Two dogs."
    several = thing("dog", 1, more=True, colour="brown")
    assert _standard(several) == "At least one brown dog."
    running = _standard(several, action("running"))
    assert running == "At least one dog running.", "it may be another one"


def test_a_long_sentence_loses_colours_before_things() -> None:
    seen = tuple(thing(f"{name} thing with a long name", 1, colour="orange") for name in "abcd")
    written = Sentence(Grammar(seen).plain(), seen)
    brief = wording.sentences(Description(seen), written)[Level.BRIEF][-1]
    assert len(brief.text) <= 125
    assert "orange" not in brief.text
    assert len(brief.evidence) == 4


def test_why_tells_the_colour() -> None:
    dog = replace(thing("dog", 1, colour="brown"), where="on the left")
    assert list(wording.grounds([dog])) == ["dog: the picture network, sure, on the left; brown."]
