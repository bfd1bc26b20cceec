"""What is told once and not again."""

from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Level,
    Observation,
    Sentence,
    Sureness,
)
from assistant.video.stretches import Stretch
from assistant.video.telling import Memory
from tests.pipeline.made import thing

UNKNOWN = "I can't tell what this is."


def _explained(text, *seen):
    sentences = {level: (Sentence(text, seen),) for level in Level}
    return Explanation(sentences, Description(seen))


def _run(*shots, cut=True, level=Level.STANDARD):
    """Shots of 5 seconds → the texts that are told."""
    memory = Memory(level)
    told = []
    for number, (text, *seen) in enumerate(shots):
        look = Stretch(number * 5, number * 5 + 5, cut, None)
        told.append(memory.news(look, _explained(text, *seen)))
    return [t.text if t else None for t in told]


def _text(content, sureness=Sureness.SURE):
    return Observation("text", 0.9, "text", sureness, "text", content=content)


DOG, CAT = ("A dog.", thing("dog")), ("A cat.", thing("cat"))


def test_two_shots_in_turns_are_told_once_each():
    assert _run(DOG, CAT, DOG, CAT, DOG, CAT) == ["A dog.", "A cat.", None, None, None, None]


def test_what_was_away_for_a_minute_is_told_again():
    told = _run(DOG, *[CAT] * 14, DOG)
    assert told[0] == told[-1] == "A dog."
    assert told.count("A cat.") == 1


def test_less_certain_is_no_news_but_something_more_is():
    unsure = ("Perhaps a dog.", thing("dog", sureness=Sureness.FAIRLY_SURE))
    both = ("A dog with a ball.", thing("dog"), thing("ball"))
    assert _run(DOG, unsure, both, DOG) == ["A dog.", None, "A dog with a ball.", None]


def test_that_it_is_outdoors_is_no_news_by_itself():
    outdoors = Observation("outdoors", 0.9, "cnn", Sureness.SURE, "setting")
    out = ("A dog. It is outdoors.", thing("dog"), outdoors)
    assert _run(DOG, out) == ["A dog.", None]


def test_numbers_are_news_after_a_cut_only():
    two, three = ("Two dogs.", thing("dog", 2)), ("Three dogs.", thing("dog", 3))
    assert _run(two, three) == ["Two dogs.", "Three dogs."]
    assert _run(two, three, cut=False) == ["Two dogs.", None]


def test_not_knowing_is_told_once():
    light = Observation("dark", 0.9, "light", Sureness.SURE, "light")
    assert _run((UNKNOWN,), (UNKNOWN, light), (UNKNOWN,)) == [UNKNOWN, None, None]


def test_a_text_that_was_read_a_little_differently_is_the_same_text():
    shots = [(f"Text: {t}.", _text(t)) for t in ("Bus stop 14", "Bus st0p 14", "Way out")]
    assert _run(*shots) == ["Text: Bus stop 14.", None, "Text: Way out."]


def test_a_text_that_may_be_misread_is_not_told():
    assert _run(("Text: “CR1S”.", _text("CR1S", Sureness.UNSURE))) == [UNKNOWN]


def test_of_a_refusal_only_what_is_the_matter():
    dark = Observation("too dark", 1.0, "quality", Sureness.SURE, "quality")
    assert _run(("It is too dark to see anything. Try more light.", dark)) == [
        "It is too dark to see anything."
    ]


def test_the_levels_go_from_the_wanted_one_down():
    memory = Memory(Level.STANDARD)
    told = memory.news(Stretch(0, 5, True, None), _explained(*DOG))
    assert list(told.texts) == [Level.STANDARD, Level.BRIEF]
