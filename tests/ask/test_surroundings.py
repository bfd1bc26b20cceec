"""Questions about where and when, danger, and what somebody wears."""

import pytest

from assistant import wording
from assistant.ask import answer
from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Kind,
    Level,
    Observation,
    Sentence,
    Sureness,
)

_SURE, _FAIRLY, _UNSURE = Sureness.SURE, Sureness.FAIRLY_SURE, Sureness.UNSURE
_KNOWN = frozenset(
    ["person", "dog", "hat", "kitchen", "street", "grass", "sitting", "standing", "cup", "child"]
)


def _ask(
    question: str, *seen: tuple[str, Kind], sure: Sureness = _SURE, more: frozenset[str] = _KNOWN
) -> str:
    d = Description(tuple(Observation(label, 0.9, "cnn", sure, kind) for label, kind in seen))
    sentences = dict(wording.sentences(d))
    if _DOG in seen:
        sentences[Level.STANDARD] = (Sentence("A dog.", d.observations),)
    return answer(question, Explanation(sentences, d, known=more)).text


_KITCHEN: tuple[str, Kind] = ("kitchen", "scene")
_STREET: tuple[str, Kind] = ("street", "scene")
_GRASS: tuple[str, Kind] = ("grass", "scene")
_PERSON: tuple[str, Kind] = ("person", "object")
_DOG: tuple[str, Kind] = ("dog", "object")
_HAT: tuple[str, Kind] = ("hat", "object")


@pytest.mark.parametrize(
    "question",
    ["Is it indoors?", "are we outside", "is this inside or outside?", "am I outdoors?"],
)
def test_indoors_or_out_is_told_by_the_place(question: str) -> None:
    assert _ask(question, _KITCHEN) == "Indoors: I see a kitchen."
    assert _ask(question, _STREET, _GRASS) == "Outdoors: I see a street."
    likely = "I think it is outdoors: I see grass, but I may be wrong."
    assert _ask(question, _GRASS) == likely
    guess = "It could be indoors: a kitchen, but I may be wrong."
    assert _ask(question, _KITCHEN, sure=_UNSURE) == guess


def test_where_no_place_or_two_are_seen_it_is_not_told_whether_it_is_indoors() -> None:
    untold = "I can't tell whether it is indoors or outdoors."
    assert _ask("is it indoors?") == untold
    assert _ask("is it indoors?", _DOG) == untold
    assert _ask("is it indoors?", _KITCHEN, _STREET).endswith(f"but {untold}")


@pytest.mark.parametrize("side", ["indoors", "outdoors"])
def test_without_a_place_the_whole_picture_tells_whether_it_is_indoors(side: str) -> None:
    setting: tuple[str, Kind] = (side, "setting")
    assert _ask("is it indoors?", _DOG, setting) == f"It is {side}."
    likely = f"I think it is {side}, but I may be wrong."
    assert _ask("am I outside?", setting, sure=_FAIRLY) == likely
    assert _ask("are we inside?", setting, sure=_UNSURE).startswith("I can't tell")
    assert _ask("where am I?", setting) == f"It is {side}. I can't tell what place this is."
    assert _ask("what room is this?", _GRASS, setting).startswith("I see grass")
    assert _ask("is it indoors?", _KITCHEN, setting) == "Indoors: I see a kitchen."


def test_grass_is_no_room_and_no_place() -> None:
    room = "I see grass, but I can't tell what room this is."
    assert _ask("what room is this?", _GRASS) == room
    place = "I see grass, but I can't tell more about the place."
    assert _ask("what place is this?", _GRASS) == place
    assert _ask("what room is this?", _KITCHEN) == "This is a kitchen."
    assert _ask("where am I?", _STREET) == "This is a street."
    assert _ask("what room is this?") == "I can't tell what room this is."


@pytest.mark.parametrize("question", ["is it day or night?", "is it night?", "is it daytime?"])
def test_light_is_not_taken_for_day(question: str) -> None:
    said = _ask(question, ("dark", "light"))
    assert said == "The picture is rather dark. I can't tell whether it is day or night."


@pytest.mark.parametrize(
    "question", ["is it sunny?", "what's the weather like?", "how is the weather", "is it raining?"]
)
def test_the_weather_is_not_guessed(question: str) -> None:
    assert _ask(question, _DOG) == "I can't tell the weather."
    assert _ask(question, ("snow", "scene")) == "I can't tell the weather. I see snow."


@pytest.mark.parametrize(
    "question",
    [
        *("Is there anything dangerous?", "is there danger", "is there anything in my way?"),
        *("what is in my way", "is it safe to cross?", "can I cross the road", "am I safe?"),
        *("is the way clear?", "is there an obstacle?", "is the dog dangerous?"),
    ],
)
def test_danger_is_not_judged_and_what_is_seen_is_told(question: str) -> None:
    said = _ask(question, _DOG)
    warning = "I can't tell what is dangerous or in the way: do not rely on me for that."
    assert said == f"{warning} This is what I see. A dog."


def test_obstacles_are_looked_for_by_a_network_that_knows_them() -> None:
    said = _ask("is there an obstacle?", more=_KNOWN | {"obstacle"})
    assert said == "I see no obstacle, but I may have missed it."


def test_near_and_far_are_not_told() -> None:
    said = _ask("what is in the background?", _DOG)
    assert said == "I can't tell what is in front and what is behind. This is what I see. A dog."


def test_clothes_are_told_and_not_whose_they_are() -> None:
    whose = "I see a hat, but I can't tell who wears it."
    assert _ask("what is he wearing?", _PERSON, _HAT) == whose
    assert _ask("is somebody wearing a hat?", _PERSON, _HAT) == whose
    no_hat = "I see no hat, but I may have missed it."
    assert _ask("is the person wearing a hat?", _PERSON) == no_hat
    untold = "I see a person, but I can't tell what is being worn."
    assert _ask("what is the woman wearing?", _PERSON) == untold
    assert _ask("what is she wearing?") == "I see nobody, but I may have missed someone."


def test_what_is_held_is_not_guessed() -> None:
    said = _ask("what is the person holding?", _PERSON, ("cup", "object"))
    assert said == "I see a person, but I can't tell what is being held."


def test_one_of_two_postures_is_told() -> None:
    question = "is the person sitting or standing?"
    untold = "I see a person, but I can't tell whether sitting or standing."
    assert _ask(question, _PERSON) == untold
    assert "standing" in _ask(question, _PERSON, ("standing", "action"))
    assert "sitting" in _ask(question, _PERSON, ("sitting", "action"))
    assert _ask(question, _DOG) == "I see nobody sitting or standing, but I may have missed it."


def test_who_is_not_seen_does_nothing() -> None:
    assert _ask("what is the dog doing?", _PERSON) == "I see no dog, but I may have missed it."
    nobody = "I see nobody, but I may have missed someone."
    assert _ask("what is the person doing?", _DOG) == nobody
    assert _ask("is there a person?", _DOG) == nobody
    assert _ask("is there a child?", _DOG) == "I see no child, but I may have missed one."


def test_an_unknown_plural_is_told_as_one() -> None:
    said = _ask("are there any stairs?")
    assert said == "I can't tell: I don't know what “stairs” look like."


def test_whether_who_does_it_is_who_was_asked_for_is_told() -> None:
    sitting: tuple[str, Kind] = ("sitting", "action")
    told = _ask("what is the child doing?", _PERSON, sitting)
    assert told == "A person sitting. I can't tell whether it is a child."
    assert _ask("what is the person doing?", _PERSON, sitting) == "A person sitting."
    assert _ask("what are the children doing?", _PERSON, sitting) == told


def test_what_is_surely_outdoors_is_no_room() -> None:
    assert _ask("what room is this?", ("snow", "scene")) == "Outdoors: I see snow."
