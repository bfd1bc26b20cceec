"""What is said of a screen: from what was seen, in the right order, and what is data is quoted."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant import paths, wording
from assistant.pipeline import cutting, pipeline
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


def test_pictures_that_one_word_of_place_fits_are_told_from_each_other() -> None:
    three = (
        picture("A dog", "on the left", (0.02, 0.2, 0.18, 0.2)),
        picture("A cat", "on the left", (0.22, 0.2, 0.18, 0.2)),
        picture("A bear", "on the left", (0.22, 0.45, 0.18, 0.2)),
    )
    assert said(shown(), *three)[1:] == [
        "On the left, a dog; to the right of that, a cat; below that, a bear."
    ]
    assert said(shown(), *three, level=Level.FULL)[1:] == [
        "The picture on the left: a dog.",
        "The picture to the right of that: a cat.",
        "The picture below that: a bear.",
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


def photographs(*places: tuple[str, int, int, int]) -> Image.Image:
    """A window with photographs: name, left, top, height."""
    image = Image.new("RGB", (900, 700), (238, 238, 238))
    for name, left, top, height in places:
        photograph = Image.open(paths.resources() / "samples" / f"{name}.jpg").convert("RGB")
        image.paste(photograph.resize((300, height)), (left, top))
    return image


def order(image: Image.Image, *text: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Left and top of the pictures found, rounded to tens of pixels."""
    size = np.array([*image.size, *image.size])
    boxes = cutting.pictures(np.asarray(image), [tuple(b / size) for b in np.array(text)])
    return [(round(x * 90) * 10, round(y * 70) * 10) for x, y, _, _ in boxes]


def test_pictures_are_told_column_by_column_as_the_text_around_them_is_read() -> None:
    columns = photographs(
        ("dog", 50, 60, 220), ("beach", 50, 330, 220),
        ("pancakes", 500, 90, 310), ("cat", 500, 450, 180)
    )  # fmt: skip
    text = ((50, 30, 120, 16), (50, 290, 220, 16), (500, 30, 120, 16), (500, 420, 160, 16))
    assert order(columns, *text) == [(50, 60), (50, 330), (500, 90), (500, 450)]


def test_pictures_in_the_rows_of_a_table_are_told_row_by_row() -> None:
    table = photographs(
        ("dog", 50, 60, 220), ("cat", 500, 60, 180),
        ("moose", 50, 330, 220), ("coffee", 500, 330, 220)
    )  # fmt: skip
    assert order(table) == [(50, 60), (500, 60), (50, 330), (500, 330)]


def test_a_ground_that_fades_is_no_picture() -> None:
    faded = np.tile(np.linspace(250, 200, 60).astype(np.uint8)[:, None, None], (1, 900, 3))
    window = photographs(("dog", 50, 260, 220))
    window.paste(Image.fromarray(faded), (0, 0))
    assert order(window) == [(50, 260)]


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
