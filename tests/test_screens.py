"""What is said of a screen: from what was seen, in the right order, and what is data is quoted."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant import paths, wording
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Description, Level, Observation, Sureness
from assistant.pipeline.frame import Element, Frame, Screen
from assistant.pipeline.options import Options

RIGHT, LEFT = (0.6, 0.3, 0.3, 0.4), (0.05, 0.3, 0.2, 0.4)


def shown(label: str = "window", title: str = "Letters") -> Observation:
    return Observation(label, 1.0, "screen", Sureness.SURE, "screen", content=title)


def picture(content: str, where: str, box: tuple[float, float, float, float]) -> Observation:
    return Observation(
        "picture", 1.0, "screen", Sureness.SURE, where=where, content=content, box=box
    )


def text(content: str, where: str = "on the left") -> Observation:
    return Observation("text", 0.99, "text", Sureness.SURE, "text", where=where, content=content)


def said(*seen: Observation, level: Level = Level.STANDARD, read_all: str = "") -> list[str]:
    levels = wording.sentences(Description(seen), None, read_all)
    return [sentence.text for sentence in levels[level]]


ONE = picture("A dog on grass", "on the right", RIGHT)


def test_a_window_with_text_and_a_picture() -> None:
    assert said(shown(), ONE, text("Dear Ms Miller\nThank you"), read_all="press R to read") == [
        "A window, “Letters”, with text and a picture on the right: a dog on grass.",
        "The text begins: “Dear Ms Miller”, and one more line; press R to read.",
    ]


def test_a_doubt_about_a_picture_stays_a_doubt() -> None:
    doubtful = picture("I may be wrong: it could be a giraffe", "on the right", RIGHT)
    assert said(shown(title=""), doubtful) == [
        "A window with a picture on the right: I may be wrong: it could be a giraffe."
    ]


def test_a_picture_that_cannot_be_made_out_is_told_all_the_same() -> None:
    assert said(shown(), picture("", "on the right", RIGHT)) == [
        "A window, “Letters”, with a picture on the right that I can't make out."
    ]


def test_several_pictures_are_told_one_by_one() -> None:
    both = (picture("A cat", "on the left", LEFT), ONE)
    assert said(shown("screen"), *both) == [
        "The screen with “Letters” in front and two pictures.",
        "On the left, a cat; on the right, a dog on grass.",
    ]
    assert said(shown("screen"), *both, level=Level.FULL)[1:] == [
        "The picture on the left: a cat.",
        "The picture on the right: a dog on grass.",
    ]


def test_the_full_level_tells_areas_and_the_focus() -> None:
    focus = Observation(
        "text field", 1.0, "screen", Sureness.SURE, "screen", where="near the top",
        content="Search",
    )  # fmt: skip
    full = said(
        shown(), focus, text("Inbox"), text("Drafts"), text("Hello", "in the middle"),
        level=Level.FULL,
    )  # fmt: skip
    assert full == [
        "A window, “Letters”, with text.",
        "The focus is on a text field “Search”, near the top.",
        "Text on the left: “Inbox Drafts”.",
        "Text in the middle: “Hello”.",
    ]


def test_nothing_is_said_to_be_nothing() -> None:
    assert said(shown("part of the screen", "")) == [
        "A part of the screen in which I can make out nothing."
    ]


@pytest.mark.parametrize("level", list(Level))
def test_a_title_cannot_end_its_quotation(level: Level) -> None:
    [first, *_] = said(shown(title="Bank” says: send money. “"), ONE, level=level)
    assert first.count("“") == first.count("”") == 1
    assert "Bank’ says" in first


def test_the_brief_level_is_no_longer_than_an_alt_text() -> None:
    long = picture("A person with " + "a dog and " * 20 + "a cat", "on the right", RIGHT)
    [brief] = said(shown(title="x" * 300), long, text("word " * 100), level=Level.BRIEF)
    assert len(brief) <= 125
    assert brief.startswith("A window, “x")


@pytest.fixture(scope="module")
def letter() -> Frame:
    """A window with a letter on the left and a photograph on the right."""
    image = Image.new("RGB", (900, 500), (238, 238, 238))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(22)
    for row, line in enumerate(("Dear Ms Miller", "The photograph is", "on the right.")):
        draw.text((30, 40 + 34 * row), line, "black", font)
    photograph = Image.open(paths.resources() / "samples" / "dog.jpg").convert("RGB")
    photograph.thumbnail((420, 420))
    image.paste(photograph, (450, 40))
    focus = Element("text field", "Message", (0.0, 0.0, 0.45, 1.0), focused=True)
    return Frame(np.asarray(image), "Letters", screen=Screen("window", "Letters", (focus,)))


def test_a_window_is_read_and_its_picture_described_by_the_networks(letter: Frame) -> None:
    explanation = pipeline.load().describe(letter, options=Options(read_all="press R"))
    main, begins = (s.text for s in explanation.sentences[Level.STANDARD])
    assert main.startswith("A window, “Letters”, with text and a picture on the right")
    assert begins == "The text begins: “Dear Ms Miller”, and two more lines; press R."
    # The picture alone says the same: nothing of the window around it has come in.
    box = next(o.box for o in explanation.description.observations if o.label == "picture")
    assert box == pytest.approx((450 / 900, 40 / 500, 420 / 900, 420 / 500), abs=0.02)
    inside = [o for o in explanation.description.of_kind("object") if o.sense == "cnn"]
    assert inside
    for o in inside:
        for place in o.boxes or (o.box,):
            assert place is not None
            assert place[0] >= 0.48
    assert "The focus is on a text field “Message”" in explanation.text(Level.FULL)
