"""Refused pictures, screenshots, text, colours, light and places: what can be told of them."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.ask import answer
from assistant.pipeline.evidence import (
    Observation,
    Sureness,
)
from assistant.pipeline.frame import Frame
from tests.ask.made import EMPTY, FAIRLY, LEFT, MIDDLE, RIGHT, UNSURE, explained, saw


@pytest.mark.parametrize("question", ["is there a dog?", "who is it", "what colour is it", "read"])
def test_a_refused_picture_is_refused(question: str) -> None:
    dark = Observation("too dark", 1.0, "quality", Sureness.SURE, "quality")
    told = answer(question, explained(dark, saw("dog")))
    assert told.text == "It is too dark to see anything. Try more light."
    assert told.evidence == (dark,)


def test_the_colour_of_one_even_surface_can_be_told() -> None:
    even = Observation("blank", 1.0, "quality", Sureness.SURE, "quality")
    frame = Frame(np.full((40, 40, 3), (230, 20, 20), np.uint8))
    told = answer("what colour is this?", explained(even), frame)
    assert told.text.startswith("In the middle: red")


def test_nothing_is_named_in_a_screenshot() -> None:
    shot = Observation("screenshot", 1.0, "medium", Sureness.SURE, "medium")
    page = explained(shot, saw("dog", LEFT), saw("text", kind="text", content="File"))
    not_named = "This is a screenshot. I name no things in it."
    for question in ("is there a dog?", "what is on the left?", "who is there", "a poodle?"):
        assert answer(question, page).text == not_named
    assert answer("is it a screenshot?", page).text == "Yes, a screenshot."
    assert answer("read it", page).text == "It says: “File”."


def test_text_that_is_still_being_read_is_not_missing() -> None:
    for question in ("what does it say?", "is there any text?"):
        told = answer(question, explained(pending=("text",)))
        assert told.text == "I am still at work on this picture. Ask again in a moment."


def test_long_and_doubtful_text_is_quoted_in_part() -> None:
    words = " ".join(f"word{i}" for i in range(5000))
    told = answer("read", explained(saw("text", kind="text", content=words, sureness=FAIRLY)))
    assert told.text.startswith("It says: “word0 word1")
    assert told.text.endswith("…”. That is not all of it. I may misread some of it.")
    assert len(told.text) < 1200


def test_the_colour_of_a_thing_is_that_inside_its_box() -> None:
    pixels = np.full((100, 100, 3), (0, 150, 0), np.uint8)
    pixels[40:60, 0:20] = (220, 20, 20)
    room = explained(saw("cup", LEFT), saw("couch"), saw("dog", RIGHT, sureness=UNSURE))
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


def test_the_colour_that_is_told_of_a_thing_is_the_answer() -> None:
    brown = replace(saw("dog", LEFT), colour="brown")
    red = Frame(np.full((100, 100, 3), (220, 20, 20), np.uint8))
    for frame in (red, None):
        told = answer("what colour is the dog?", explained(brown), frame)
        assert told.text == "A dog, on the left, looks brown."
        assert told.evidence == (brown,)
    assert answer("is there a brown dog?", explained(brown)).text == (
        "Yes, a brown dog, on the left."
    )
    assert answer("where is the brown dog?", explained(brown)).text == "A dog is on the left."
    assert answer("is there a white dog?", explained(brown)).text == (  # it may be that, too
        "I see a brown dog, on the left, but I can't tell whether it is a white dog."
    )
    doubtful = replace(brown, sureness=Sureness.FAIRLY_SURE)
    assert answer("what colour is the dog?", explained(doubtful), red).text == (
        "I think a dog, on the left, looks brown, but I may be wrong."
    )


@pytest.mark.parametrize("question", ["what colour is this?", "what colour is the cup?"])
def test_in_the_dark_colours_are_doubted(question: str) -> None:
    pixels = np.full((90, 90, 3), (4, 4, 4), np.uint8)
    pixels[40:50] = (70, 10, 10)
    dim = explained(saw("dark", kind="light"), saw("cup", LEFT))
    told = answer(question, dim, Frame(pixels))
    assert told.text.endswith("It is dark, so colours may be wrong.")


@pytest.mark.parametrize(
    ("grey", "text"),
    [(128, "The picture is neither dark nor very bright."), (45, "The picture is rather dark.")],
)
def test_the_light_is_measured_if_nobody_did(grey: int, text: str) -> None:
    pixels = np.full((40, 40, 3), grey, np.uint8)
    pixels[:, :4] = min(2 * grey, 255)
    assert answer("is it dark?", EMPTY, Frame(pixels)).text == text


def test_directions_on_the_clock_face() -> None:
    cups = explained(saw("cup", MIDDLE, RIGHT))
    assert answer("where are the cups?", cups, clock=True).text == (
        "I see two cups: one in the middle and one at 3 o'clock, near the edge."
    )
