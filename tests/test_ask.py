"""Questions about a picture: only from the evidence, with its doubts."""

import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import paths, wording
from assistant.ask import EXAMPLES, answer
from assistant.ask.questions import LONGEST
from assistant.pipeline import nouns
from assistant.pipeline.evidence import (
    Box,
    Description,
    Explanation,
    Kind,
    Observation,
    Sureness,
)
from assistant.pipeline.frame import Frame
from assistant.pipeline.where import direction

_THINGS = [
    *"person bicycle car motorcycle airplane bus train truck boat bench bird cat dog horse".split(),
    *"sheep cow elephant bear zebra giraffe backpack umbrella handbag tie suitcase ball".split(),
    *"kite bottle cup fork knife spoon bowl banana apple sandwich orange broccoli pizza".split(),
    *"donut cake chair couch bed table toilet television laptop keyboard phone oven".split(),
    *"sink refrigerator book clock vase scissors".split(),
    *("traffic light", "hot dog", "wine glass", "computer mouse", "potted plant"),
]
_PLACES = ["kitchen", "bathroom", "street", "sea"]
_KNOWN = frozenset([*_THINGS, *_PLACES])
_LEFT: Box = (0.0, 0.4, 0.2, 0.2)
_RIGHT: Box = (0.8, 0.4, 0.2, 0.2)
_TOP: Box = (0.4, 0.0, 0.2, 0.2)
_MIDDLE: Box = (0.4, 0.4, 0.2, 0.2)
_FAIRLY, _UNSURE = Sureness.FAIRLY_SURE, Sureness.UNSURE


def _seen(
    label: str,
    *boxes: Box,
    kind: Kind = "object",
    sureness: Sureness = Sureness.SURE,
    content: str = "",
) -> Observation:
    one = boxes[0] if len(boxes) == 1 else None
    where = direction(one) if one else ""
    count = len(boxes) or None
    return Observation(label, 0.9, "cnn", sureness, kind, count, one, where, content, boxes)


def _explained(*observations: Observation, pending: tuple[str, ...] = ()) -> Explanation:
    d = Description(observations, pending=pending)
    return Explanation(wording.sentences(d), d, known=_KNOWN)


_ROOM = _explained(
    _seen("dog", _LEFT),
    _seen("cup", _MIDDLE, _RIGHT),
    _seen("couch"),
    _seen("broccoli", _TOP, _TOP),
    _seen("horse", _RIGHT, sureness=_FAIRLY),
    _seen("car", sureness=_FAIRLY),
    _seen("cat", _RIGHT, sureness=_UNSURE),
    _seen("person", _LEFT, _MIDDLE),
    _seen("kitchen", kind="scene", sureness=_FAIRLY),
    _seen("text", _TOP, kind="text", content="EXIT\nthis way"),
    _seen("QR code", _RIGHT, kind="code", content="https://example.org/menu"),
    _seen("dark", kind="light"),
)
_EMPTY = _explained()
_NO_PEOPLE = "I don't recognise people, nor guess their age, gender or mood."
_SAYS = "It says: “EXIT this way”. There is a QR code: a link to example.org."
_CUPS = "I see two cups: one in the middle and one on the right."


@pytest.mark.parametrize(
    ("question", "text"),
    [
        # is there one
        ("Is there a dog?", "Yes, a dog, on the left."),
        ("is there any dogs", "Yes, a dog, on the left."),
        ("dog?", "Yes, a dog, on the left."),
        ("DOGS", "Yes, a dog, on the left."),
        ("the dog", "Yes, a dog, on the left."),
        ("do you see a dog", "Yes, a dog, on the left."),
        ("Hey Glimpse, can you please tell me if there is a dog?", "Yes, a dog, on the left."),
        ("Is a dog there, please?", "Yes, a dog, on the left."),
        ("isn't there a dog in the picture?", "Yes, a dog, on the left."),
        ("Is there ‘a’ dog‽", "Yes, a dog, on the left."),
        ("are there cups?", "Yes, two cups."),
        ("is there a horse?", "I think so: a horse, on the right, but I may be wrong."),
        ("is there a car?", "I think so: a car, but I may be wrong."),
        ("is it a cat?", "It could be a cat, on the right, but I may be wrong."),
        ("is there a zebra?", "I see no zebra, but I may have missed it."),
        ("are there any scissors?", "I see no scissors, but I may have missed them."),
        ("is this a kitchen?", "I think so: a kitchen, but I may be wrong."),
        ("Is there a zebra or a dog?", "Yes, a dog, on the left. I see no zebra, but I may have "
         "missed it."),
        ("is there a dog on the left?", "Yes, a dog, on the left."),
        ("is there a dog on the right?", "A dog is on the left."),
        ("is there a couch on the right?", "I see a couch, but I can't tell where it is."),
        # other words for it
        ("is there a sofa?", "Yes, a couch."),
        ("is there a fridge?", "I see no fridge, but I may have missed it."),
        ("any animals?", "Yes, a dog, on the left."),
        ("is there furniture?", "Yes, a couch."),
        ("is there a vehicle", "I think so: a car, but I may be wrong."),
        ("is there a poodle?", "I see a dog, on the left, but I can't tell whether it is a "
         "poodle."),
        ("is there a red cup?", "I see two cups, but I can't tell whether one of them is a red "
         "cup."),
        ("is there a woman?", "I see two people, but I can't tell whether one of them is a woman."),
        ("is there a kid?", "I see two people, but I can't tell whether one of them is a kid."),
        ("where is my wife?", "I see two people, but I can't tell whether one of them is your "
         "wife."),
        ("is there a hot dog?", "I see no hot dog, but I may have missed it."),
        ("is there a school bus?", "I see nothing like a school bus, but I may have missed it."),
        # slips of the finger
        ("is there a hrose", "Horse: I think so: a horse, on the right, but I may be wrong."),
        ("dgo", "Dog: yes, a dog, on the left."),
        ("umbrelka?", "Umbrella: I see no umbrella, but I may have missed it."),
        ("is there a house?", "I can't tell: I don't know what a house looks like."),
        ("beard?", "I can't tell: I don't know what “beard” looks like."),
        ("moose", "I can't tell: I don't know what “moose” looks like."),
        # what nobody can know
        ("is there a wardrobe?", "I can't tell: I don't know what a wardrobe looks like."),
        ("any mud?", "I can't tell: I don't know what “mud” looks like."),
        ("is John there?", "I can't tell: I don't know what “john” looks like."),
        # how many
        ("How many cups are there?", "I count two cups; there may be more."),
        ("how many people?", "I count two people; there may be more."),
        ("how many animals", "I count one dog; there may be more."),
        ("how many horses", "I think I count one horse, but I may be wrong."),
        ("how many couches", "I see a couch, but I can't tell how many there are."),
        ("how many cats", "It could be a cat, on the right, but I may be wrong."),
        ("how many dogs and cups", "I count one dog; there may be more. I count two cups; there "
         "may be more."),
        ("count the zebras", "I see no zebra, but I may have missed it."),
        ("how many broccoli", "I see broccoli, but I can't count it."),
        # where
        ("Where is the dog?", "A dog is on the left."),
        ("where's the dog", "A dog is on the left."),
        ("find the cup", _CUPS),
        ("where are the cups", _CUPS),
        ("where is the horse", "I think a horse is on the right, but I may be wrong."),
        ("where are the dog and the cup?", f"A dog is on the left. {_CUPS}"),
        ("where's the couch", "I see a couch, but I can't tell where it is."),
        ("where is the car", "I think I see a car, but I may be wrong, and I can't tell where it "
         "is."),
        ("where is the zebra", "I see no zebra, but I may have missed it."),
        ("where is the text", "There is text near the top: “EXIT this way”."),
        # a part of the picture
        ("What's on the left?", "On the left: a dog and a person."),
        ("what is at the top", "At the top: broccoli; the text “EXIT this way”."),
        ("top left", "I see a couch, but I can't tell where it is."),
        ("is there anything on the right-hand side", "On the right: a cup; a QR code; I think a "
         "horse, but I may be wrong; it could be a cat, but I may be wrong."),
        # people
        ("who is there?", "I see two people."),
        ("is anyone there", "I see two people."),
        ("am I alone?", "I see two people."),
        ("who is it?", f"{_NO_PEOPLE} I see two people."),
        ("is it a man or a woman?", f"{_NO_PEOPLE} I see two people."),
        ("how old is she", f"{_NO_PEOPLE} I see two people."),
        ("is he happy?", f"{_NO_PEOPLE} I see two people."),
        ("What's he doing?", "I see two people, but I can't tell what is being done."),
        ("are they black", f"{_NO_PEOPLE} I see two people."),
        # text and codes
        ("what does it say?", _SAYS),
        ("Read it.", _SAYS),
        ("could you please read this to me", _SAYS),
        ("what's written there?", _SAYS),
        ("is there text?", "Yes. There is text: “EXIT”, and one more line."),
        ("is there a QR code?", "Yes. There is a QR code: a link to example.org."),
        # light, sharpness, place
        ("is it dark?", "The picture is rather dark."),
        ("is the light on?", "The picture is rather dark. I can't tell whether a lamp is on."),
        ("is it blurred?", "It does not look blurred to me."),
        ("where am I?", "I think this is a kitchen, but I may be wrong."),
        ("Which room is this?", "I think this is a kitchen, but I may be wrong."),
        # not understood
        ("why is the sky blue", EXAMPLES),
        ("is the dog happy?", EXAMPLES),
        ("what is on the table?", EXAMPLES),
        ("hello", EXAMPLES),
        ("", EXAMPLES),
        ("???", EXAMPLES),
        ("is there a <b>dog</b>?", EXAMPLES),
        ("x" * (LONGEST + 1), EXAMPLES),
        ("is there " + "a very " * 30 + "big dog", EXAMPLES),
    ],
)  # fmt: skip
def test_a_room(question: str, text: str) -> None:
    assert answer(question, _ROOM).text == text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("is anyone there?", "I see nobody, but I may have missed someone."),
        ("how many people are there?", "I see nobody, but I may have missed someone."),
        ("who is it?", _NO_PEOPLE),
        ("what is on the left?", "I see nothing there that I know, but I may have missed it."),
        ("what does it say?", "I see no text, but I may have missed it."),
        ("is it dark?", "I noticed nothing about the light."),
        ("where am I?", "I can't tell what place this is."),
        ("what is this?", "I can't tell what this is."),
        ("what do you see?", "I can't tell what this is."),
        ("is there a poodle?", "I see nothing like a poodle, but I may have missed it."),
        ("what colour is the dog?", "I see no dog, but I may have missed it."),
    ],
)
def test_nothing_seen_is_not_nothing_there(question: str, text: str) -> None:
    told = answer(question, _EMPTY)
    assert told.text == text
    assert told.evidence == ()


def test_what_the_profile_does_not_know_is_told_even_if_another_one_knows_it() -> None:
    unknown = "I can't tell: I don't know what a wardrobe looks like."
    assert answer("is there a wardrobe?", _EMPTY).text == unknown
    known = answer("is there a wardrobe?", _EMPTY, known=frozenset(["wardrobe"]))
    assert known.text == "I see no wardrobe, but I may have missed it."


def test_a_kind_is_known_if_one_of_its_things_is() -> None:
    d = Description()
    nothing = Explanation(wording.sentences(d), d)
    assert answer("an animal?", nothing).text.startswith("I can't tell")
    told = answer("an animal?", nothing, known=frozenset(["zebra"]))
    assert told.text == "I see no animal, but I may have missed it."


def test_a_thing_that_is_only_called_so_is_none() -> None:
    assert answer("is there a dog?", _explained(_seen("hot dog"))).text == (
        "I see no dog, but I may have missed it."
    )
    assert answer("is there a glass?", _explained(_seen("wine glass"))).text == "Yes, a wine glass."


@pytest.mark.parametrize("word", ["able", "coach", "dig", "boo", "boat house"])
def test_another_word_is_no_slip(word: str) -> None:
    assert not answer(word, _EMPTY).text.startswith(("Table", "Couch", "Dog", "Chair", "Book"))


def test_whatever_the_networks_can_say_can_be_asked_for() -> None:
    models = paths.resources() / "models"
    heads = json.loads((models / "compact" / "cnn.json").read_text())["heads"].values()
    said = json.loads((models / "standard" / "imagenet.json").read_text())["say"].values()
    labels = {
        h.get("speak", {}).get(label, label)
        for h in heads
        if h.get("kind")
        for label in h["labels"]
    }.union(said) - {"person", "mortar and pestle"}  # the one is nobody, the other two things
    assert len(labels) > 250
    for label in sorted(labels):
        for question in (f"is there {nouns.article(label)}?", f"{nouns.plural(label)}?"):
            told = answer(question, _EMPTY, known=frozenset(labels)).text
            assert told.startswith((f"I see no {label}, ", f"I see no {nouns.plural(label)}, "))


def test_the_evidence_is_kept() -> None:
    dog, cat = _seen("dog", _LEFT), _seen("cat", sureness=_UNSURE)
    told = answer("is there an animal?", _explained(dog, cat))
    assert told.text == "Yes, a dog, on the left."
    assert told.evidence == (dog,)
    assert answer("is there a dog or a cat?", _explained(dog, cat)).evidence == (dog, cat)


@pytest.mark.parametrize("question", ["is there a dog?", "who is it", "what colour is it", "read"])
def test_a_refused_picture_is_refused(question: str) -> None:
    dark = Observation("too dark", 1.0, "quality", Sureness.SURE, "quality")
    told = answer(question, _explained(dark, _seen("dog")))
    assert told.text == "It is too dark to see anything. Try more light."
    assert told.evidence == (dark,)


def test_the_colour_of_one_even_surface_can_be_told() -> None:
    even = Observation("blank", 1.0, "quality", Sureness.SURE, "quality")
    frame = Frame(np.full((40, 40, 3), (230, 20, 20), np.uint8))
    told = answer("what colour is this?", _explained(even), frame)
    assert told.text.startswith("In the middle: red")


def test_nothing_is_named_in_a_screenshot() -> None:
    shot = Observation("screenshot", 1.0, "medium", Sureness.SURE, "medium")
    page = _explained(shot, _seen("dog", _LEFT), _seen("text", kind="text", content="File"))
    not_named = "This is a screenshot. I name no things in it."
    for question in ("is there a dog?", "what is on the left?", "who is there", "a poodle?"):
        assert answer(question, page).text == not_named
    assert answer("is it a screenshot?", page).text == "Yes, a screenshot."
    assert answer("read it", page).text == "It says: “File”."


def test_text_that_is_still_being_read_is_not_missing() -> None:
    for question in ("what does it say?", "is there any text?"):
        told = answer(question, _explained(pending=("text",)))
        assert told.text == "I am still at work on this picture. Ask again in a moment."


def test_long_and_doubtful_text_is_quoted_in_part() -> None:
    words = " ".join(f"word{i}" for i in range(5000))
    told = answer("read", _explained(_seen("text", kind="text", content=words, sureness=_FAIRLY)))
    assert told.text.startswith("It says: “word0 word1")
    assert told.text.endswith("…”. That is not all of it. I may misread some of it.")
    assert len(told.text) < 1200


def test_the_colour_of_a_thing_is_that_inside_its_box() -> None:
    pixels = np.full((100, 100, 3), (0, 150, 0), np.uint8)
    pixels[40:60, 0:20] = (220, 20, 20)
    room = _explained(_seen("cup", _LEFT), _seen("couch"), _seen("dog", _RIGHT, sureness=_UNSURE))
    told = answer("What color is the cup?", room, Frame(pixels))
    assert told.text == "A cup, on the left, looks red. Part of that may be the background."
    assert [o.label for o in told.evidence] == ["cup", "red"]
    assert answer("what colour is it?", room, Frame(pixels)).text.startswith("In the middle: green")
    assert answer("what colour is the dog?", room, Frame(pixels)).text.startswith(
        "If there is a dog, on the right, it looks green."
    )
    assert answer("what colour is the couch?", room, Frame(pixels)).text == (
        "I see a couch, but I can't tell where it is, so I can't tell its colour."
    )
    assert answer("what colour is it?", room).text == (
        "I can't tell colours any more: the picture is gone."
    )


@pytest.mark.parametrize("question", ["what colour is this?", "what colour is the cup?"])
def test_in_the_dark_colours_are_doubted(question: str) -> None:
    pixels = np.full((90, 90, 3), (4, 4, 4), np.uint8)
    pixels[40:50] = (70, 10, 10)
    dim = _explained(_seen("dark", kind="light"), _seen("cup", _LEFT))
    told = answer(question, dim, Frame(pixels))
    assert told.text.endswith("It is dark, so colours may be wrong.")


@pytest.mark.parametrize(
    ("grey", "text"),
    [(128, "The picture is neither dark nor very bright."), (45, "The picture is rather dark.")],
)
def test_the_light_is_measured_if_nobody_did(grey: int, text: str) -> None:
    pixels = np.full((40, 40, 3), grey, np.uint8)
    pixels[:, :4] = min(2 * grey, 255)
    assert answer("is it dark?", _EMPTY, Frame(pixels)).text == text


def test_directions_on_the_clock_face() -> None:
    cups = _explained(_seen("cup", _MIDDLE, _RIGHT))
    assert answer("where are the cups?", cups, clock=True).text == (
        "I see two cups: one in the middle and one at 3 o'clock, near the edge."
    )


_SURENESS = st.sampled_from(list(Sureness))
_BOXES = st.lists(st.sampled_from([_LEFT, _RIGHT, _TOP, _MIDDLE]), max_size=4).map(tuple)
_OBJECTS = st.builds(
    lambda label, sureness, boxes: _seen(label, *boxes, sureness=sureness),
    st.sampled_from(_THINGS), _SURENESS, _BOXES,
)  # fmt: skip
_SCENES = st.builds(
    lambda label, sureness: _seen(label, kind="scene", sureness=sureness),
    st.sampled_from(_PLACES), _SURENESS,
)  # fmt: skip
_PICTURES = st.lists(_OBJECTS | _SCENES, max_size=6, unique_by=lambda o: o.label)
_NOUNS = st.sampled_from([*_KNOWN, "animal", "vehicle", "poodle", "wardrobe", "red car", "woman"])
_QUESTIONS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="abcdeghiklmnoprstuw' ?", max_size=40),
    st.builds(
        str.format,
        st.sampled_from(
            ["is there a {}?", "how many {}s are there", "where is the {}", "{}", "any {}s or {}?",
             "what colour is the {}", "is there a {} on the left", "what is on the right, {}",
             "who is the {}", "read the {}", "is the {} in the {}?", "is it a {}", "describe {}"]
        ),
        _NOUNS,
        _NOUNS,
    ),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(question=_QUESTIONS, seen=_PICTURES)
def test_no_answer_names_what_was_neither_seen_nor_asked(
    question: str, seen: list[Observation]
) -> None:
    told = answer(question, _explained(*seen))
    assert told.text.endswith(".")
    assert len(told.text) < 600
    assert told.text.isprintable()
    assert {o.label for o in told.evidence} <= {o.label for o in seen}
    text = told.text.replace(_NO_PEOPLE, "").replace("this picture", "").lower()
    allowed = {o.label for o in told.evidence}
    for label in allowed:  # "hot dog" names no dog
        text = re.sub(_forms(label), "", text)
    understood = text.partition(":")[0]  # "Dog: yes, a dog": a slip of the finger, put right
    for label in _KNOWN - allowed:
        if _named(label, text) and label != understood:
            assert _named(label, question.lower()), (question, told.text)


def _named(label: str, text: str) -> bool:
    return re.search(_forms(label), text) is not None


def _forms(label: str) -> str:
    forms = f"{re.escape(label)}|{re.escape(nouns.plural(label))}|{re.escape(label)}s"
    return rf"(?<!\w)(?:{forms})(?!\w)"


@pytest.mark.parametrize(
    "question",
    ["the " * 49, "left " * 39, "is there " * 22, "what is " * 25, "a, " * 60, "' " * 99,
     "q" * 10**6, "is it " + "very " * 38, "is there a dog" + " the left of the" * 11, "read " * 40,
     "\u202e\x00\x1b[31mis there a dog\u200f", "🐕" * 100, "is there a " + "ä\u0308" * 80],
)  # fmt: skip
def test_no_question_takes_for_ever_or_breaks_the_line(question: str) -> None:
    told = answer(question, _ROOM)
    assert told.text.isprintable()
    assert len(told.text) < 600


_RIDE = _explained(
    _seen("person", _LEFT),
    _seen("bicycle", _LEFT),
    _seen("dog", _RIGHT),
    _seen("riding", kind="action"),
    _seen("swimming", kind="action"),
    _seen("street", kind="scene"),
)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("is anybody riding?", "Yes. A person riding a bicycle on a street."),
        ("Is the person riding a bike?", "Yes. A person riding a bicycle on a street."),
        ("is the dog riding?", "I see riding, but I can't tell who does it."),
        ("is the dog swimming?", "I see swimming, but I can't tell who does it."),
        ("is someone jumping?", "I can't tell: I don't know what jumping looks like."),
        ("what is the person doing?", "A person riding a bicycle on a street."),
        ("what are they doing", "A person riding a bicycle on a street. I see swimming."),
        (
            "what is the dog doing?",
            "I see a dog, on the right, but I can't tell what is being done.",
        ),
        ("is she smiling?", f"{_NO_PEOPLE} I see a person, on the left."),
    ],
)
def test_what_is_done(question: str, text: str) -> None:
    assert answer(question, _RIDE).text == text


def test_what_is_not_done_may_have_been_missed() -> None:
    known = frozenset(("jumping",))
    told = answer("is anybody jumping?", _RIDE, known=known)
    assert told.text == "I see nobody jumping, but I may have missed it."


def test_what_is_perhaps_done_is_a_whole_sentence() -> None:
    seen = _explained(
        _seen("person", _LEFT), _seen("ball"), _seen("playing", kind="action", sureness=_FAIRLY)
    )
    text = "I think there is a person playing with a ball, but I may be wrong."
    assert answer("is anybody playing?", seen).text == text
