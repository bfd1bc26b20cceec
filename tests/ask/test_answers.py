"""Questions about a picture: only from the evidence, with its doubts."""

import json
from dataclasses import replace

import pytest

from assistant import paths, wording
from assistant.ask import EXAMPLES, answer
from assistant.ask.questions import LONGEST
from assistant.pipeline import nouns
from assistant.pipeline.evidence import (
    Description,
    Explanation,
)
from tests.ask.made import (
    EMPTY,
    FAIRLY,
    LEFT,
    NO_PEOPLE,
    RIGHT,
    ROOM,
    UNSURE,
    explained,
    saw,
)

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
        ("who is it?", f"{NO_PEOPLE} I see two people."),
        ("is it a man or a woman?", f"{NO_PEOPLE} I see two people."),
        ("how old is she", f"{NO_PEOPLE} I see two people."),
        ("is he happy?", f"{NO_PEOPLE} I see two people."),
        ("What's he doing?", "I see two people, but I can't tell what is being done."),
        ("are they black", f"{NO_PEOPLE} I see two people."),
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
    assert answer(question, ROOM).text == text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("is anyone there?", "I see nobody, but I may have missed someone."),
        ("how many people are there?", "I see nobody, but I may have missed someone."),
        ("who is it?", NO_PEOPLE),
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
    told = answer(question, EMPTY)
    assert told.text == text
    assert told.evidence == ()


def test_what_the_profile_does_not_know_is_told_even_if_another_one_knows_it() -> None:
    unknown = "I can't tell: I don't know what a wardrobe looks like."
    assert answer("is there a wardrobe?", EMPTY).text == unknown
    known = answer("is there a wardrobe?", replace(EMPTY, known=frozenset(["wardrobe"])))
    assert known.text == "I see no wardrobe, but I may have missed it."


def test_a_kind_is_known_if_one_of_its_things_is() -> None:
    d = Description()
    nothing = Explanation(wording.sentences(d), d)
    assert answer("an animal?", nothing).text.startswith("I can't tell")
    told = answer("an animal?", replace(nothing, known=frozenset(["zebra"])))
    assert told.text == "I see no animal, but I may have missed it."


def test_a_thing_that_is_only_called_so_is_none() -> None:
    assert answer("is there a dog?", explained(saw("hot dog"))).text == (
        "I see no dog, but I may have missed it."
    )
    assert answer("is there a glass?", explained(saw("wine glass"))).text == "Yes, a wine glass."


@pytest.mark.parametrize("word", ["able", "coach", "dig", "boo", "boat house"])
def test_another_word_is_no_slip(word: str) -> None:
    assert not answer(word, EMPTY).text.startswith(("Table", "Couch", "Dog", "Chair", "Book"))


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
    nothing = replace(EMPTY, known=frozenset(labels))
    for label in sorted(labels):
        for question in (f"is there {nouns.article(label)}?", f"{nouns.plural(label)}?"):
            told = answer(question, nothing).text
            assert told.startswith((f"I see no {label}, ", f"I see no {nouns.plural(label)}, "))


def test_the_evidence_is_kept() -> None:
    dog, cat = saw("dog", LEFT), saw("cat", sureness=UNSURE)
    told = answer("is there an animal?", explained(dog, cat))
    assert told.text == "Yes, a dog, on the left."
    assert told.evidence == (dog,)
    assert answer("is there a dog or a cat?", explained(dog, cat)).evidence == (dog, cat)


_RIDE = explained(
    saw("person", LEFT),
    saw("bicycle", LEFT),
    saw("dog", RIGHT),
    saw("riding", kind="action"),
    saw("swimming", kind="action"),
    saw("street", kind="scene"),
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
        ("is she smiling?", f"{NO_PEOPLE} I see a person, on the left."),
    ],
)
def test_what_is_done(question: str, text: str) -> None:
    assert answer(question, _RIDE).text == text


def test_what_is_not_done_may_have_been_missed() -> None:
    known = frozenset(("jumping",))
    told = answer("is anybody jumping?", replace(_RIDE, known=known))
    assert told.text == "I see nobody jumping, but I may have missed it."


def test_what_is_perhaps_done_is_a_whole_sentence() -> None:
    seen = explained(
        saw("person", LEFT), saw("ball"), saw("playing", kind="action", sureness=FAIRLY)
    )
    text = "A person, perhaps playing, with a ball."
    assert answer("is anybody playing?", seen).text == text
