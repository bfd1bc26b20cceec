"""What a search is understood to mean."""

from datetime import date

import pytest

from assistant.errors import SourceError
from assistant.search.dates import find
from assistant.search.query import parse
from assistant.search.vocabulary import Vocabulary
from tests.search.made import KNOWN

_WORDS = Vocabulary(KNOWN, ("red", "dark blue"))
_TODAY = date(2026, 11, 24)


def understood(text):
    return parse(text, _WORDS, _TODAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dog on a beach", "dog; beach"),
        ("Show me all pictures of my DOGS, please!", "dog"),
        ("two dogs", "two dogs"),
        ("at least 3 people", "at least three people"),
        ("more than two cars", "at least three cars"),
        ("at most one cat", "at most one cat"),
        ("several bicycles", "at least two bicycles"),
        ("red car", "red; car"),
        ("a dark blue car", "dark blue; car"),
        ("gray cat", "grey; cat"),
        ("dog on the left", "dog on the left"),
        ("a dog in the top right corner of the picture", "dog at the top right"),
        ("on the left a dog and a cat", "dog on the left; cat"),
        ("people without dogs", "person; no dog"),
        ("without people on a beach", "beach; no person"),
        ("without people street", "street; no person"),
        ("no people or dogs", "no person; no dog"),
        ("street but no cars", "street; no car"),
        ("dogs -cat", "dog; no cat"),
        ("nobody in the kitchen", "kitchen; no person"),
        ("not outdoors", "no outdoors"),
        ("cat or dog", "cat or dog"),
        ("two dogs or cats in 2023", "two dogs or cats; in 2023"),
        ("dog july 2022", "dog; in July 2022"),
        ("beach, no people, last summer", "beach; no person; in summer 2026"),
        ('"no entry" dog', "the text “no entry”; dog"),
        ("cats in the folder holiday", "cat; the folder “holiday”"),
        ("my pets folder 2022", "the folder “pets”; in 2022"),
        ("dog in the holiday album without people", "dog; the folder “holiday”; no person"),
        ("folder 2022", "the folder “2022”"),
        ('dog folder:"My Holiday"', "dog; the folder “My Holiday”"),
        ("file named IMG_2231.jpg", "the name “img_2231.jpg”"),
        ("blurry pictures", "blurred"),
    ],
)
def test_understood(text, said):
    query = understood(text)
    assert query.said == said
    assert query.notes == ()


def test_what_nothing_can_know_is_told():
    assert understood("wardrobe on a beach").notes == (
        "I don't know what a wardrobe looks like; I searched only names and texts for it.",
    )
    assert "“zyzzy”" in understood("zyzzy").notes[0]
    assert "can't leave it out" in understood("dog without a wardrobe").notes[0]
    assert understood("IMG_2231").notes == ()


def test_a_living_room_is_no_kitchen():
    query = understood("living room")
    assert query.said == "living room"
    assert query.terms[0].labels == {"living room"}
    assert "I don't know what a living room looks like" in query.notes[0]


def test_a_slip_is_corrected_and_told():
    query = understood("bicylce")
    assert query.said == "bicycle"
    assert query.notes == ("I took “bicylce” for bicycle.",)


def test_an_unwanted_colour_cannot_be_told_from_its_thing():
    query = understood("street without red cars")
    assert query.said == "street; no car"
    assert "which cars are red" in query.notes[0]


@pytest.mark.parametrize("text", ["", "  ", "the of a", "!?", "\x00\x02", "😀", "-"])
def test_nothing_to_search_for(text):
    with pytest.raises(SourceError, match="Name something to search for"):
        understood(text)


@pytest.mark.parametrize("text", ['"', "“”", "\x020", '"\x02"', "folder:", "-- no", "1 2 3", "’s"])
def test_any_text_will_do(text):
    assert isinstance(understood(f"dog {text}").said, str)


def test_too_long():
    with pytest.raises(SourceError, match="too long"):
        understood("dog " * 100)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2023", "2023-01-01", "2024-01-01"),
        ("in july 2022", "2022-07-01", "2022-08-01"),
        ("2022-07-14", "2022-07-14", "2022-07-15"),
        ("on 3 july 2022", "2022-07-03", "2022-07-04"),
        ("december 31st 2021", "2021-12-31", "2022-01-01"),
        ("last summer", "2026-06-01", "2026-09-01"),
        ("last winter", "2025-12-01", "2026-03-01"),
        ("summer of 2021", "2021-06-01", "2021-09-01"),
        ("yesterday", "2026-11-23", "2026-11-24"),
        ("last week", "2026-11-16", "2026-11-23"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("two years ago", "2024-01-01", "2025-01-01"),
        ("before 2019", "0001-01-01", "2019-01-01"),
        ("since may 2020", "2020-05-01", "9999-12-31"),
        ("from 2019 to 2021", "2019-01-01", "2022-01-01"),
        ("between june 2020 and august 2020", "2020-06-01", "2020-09-01"),
        ("the 1990s", "1990-01-01", "2000-01-01"),
    ],
)
def test_times(text, first, end):
    when, start, stop = find(f"dog {text} cat", _TODAY)
    assert (when.first.isoformat(), when.end.isoformat()) == (first, end)
    assert (f"dog {text} cat"[:start] + f"dog {text} cat"[stop:]).split() == ["dog", "cat"]


def test_a_season_without_a_year_is_any_year():
    assert find("in winter", _TODAY)[0].months == (12, 1, 2)
    assert find("in may", _TODAY)[0].months == (5,)


@pytest.mark.parametrize(
    "text", ["may", "march", "a spring", "img 1234", "on 30 february 2020", "20235", "1850"]
)
def test_no_times(text):
    assert find(text, _TODAY) is None
