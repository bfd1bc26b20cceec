"""What is told of a thing while the camera is led to it."""

import pytest

from assistant.errors import AssistantError
from assistant.pipeline.evidence import Box, Sureness
from assistant.seek.guide import Guidance, Guide, tone, where
from assistant.seek.looker import Located
from assistant.seek.targets import SeekTarget, target
from assistant.seek.telling import place_sentence
from assistant.teach.store import TaughtThing

KNOWN = frozenset(("cup", "dog", "person", "cell phone"))
MUG = TaughtThing("1", "my red mug", 5, "")
_LEFT, _MIDDLE = (0.1, 0.4, 0.1, 0.2), (0.4, 0.4, 0.2, 0.2)


def _cues(places: list[Box | None], rate: float = 10) -> list[tuple[float, Guidance]]:
    guide = Guide("the cup")
    return [(i / rate, guide.update(i / rate, place)) for i, place in enumerate(places)]


def _words(cues: list[tuple[float, Guidance]]) -> list[str]:
    return [cue.text for _, cue in cues if cue.text]


def test_it_is_led_from_the_left_into_the_middle_and_found() -> None:
    path = [(0.1 + 0.3 * min(1.0, i / 20), 0.4, 0.2, 0.2) for i in range(40)]
    cues = _cues(path)
    assert _words(cues) == [
        "The cup: to the left.", "Found: the cup is in the middle, not far away."
    ]  # fmt: skip
    tones = [cue.tone for _, cue in cues if cue.tone]
    assert tones[0].place < -0.5
    assert abs(tones[-1].place) < 0.1
    assert tones[-1].frequency > tones[0].frequency


def test_a_single_look_that_is_wrong_tells_nothing() -> None:
    assert _words(_cues([None, _LEFT, None, None, None, None, _MIDDLE, None, None])) == []


def test_it_is_gone_after_a_second_and_told_anew_when_it_is_back() -> None:
    cues = _cues([_LEFT] * 5 + [None] * 20 + [_LEFT] * 5)
    assert _words(cues) == ["The cup: to the left.", "Gone.", "The cup: to the left."]
    (gone,) = [time for time, cue in cues if cue.event == "gone"]
    assert 1.3 <= gone <= 1.6
    assert all(cue.tone is None for time, cue in cues if gone <= time < 2.5)


def test_half_a_second_without_it_is_nothing() -> None:
    assert _words(_cues([_LEFT] * 5 + [None] * 5 + [_LEFT] * 5)) == ["The cup: to the left."]


def test_what_stays_doubtful_is_never_said_to_be_found() -> None:
    guide = Guide("the cup")
    told = [guide.update(i / 10, _MIDDLE, sure=False).text for i in range(40)]
    assert [text for text in told if text] == [
        "I may be wrong: this could be the cup, in the middle, not far away."
    ]
    assert not guide.found
    assert guide.update(4.1, _MIDDLE, sure=True).event == "found"


def test_a_trembling_hand_does_not_turn_the_words_around() -> None:
    trembling = [(0.1, 0.15, 0.2, 0.2), (0.15, 0.1, 0.2, 0.2)]
    told = _words(_cues([trembling[i // 10 % 2] for i in range(100)]))
    assert {text.partition(": ")[2] or text.lower() for text in told} == {
        told[0].partition(": ")[2]
    }
    assert len(told) <= 4
    far = [(0.02, 0.4, 0.2, 0.2), (0.07, 0.4, 0.2, 0.2)]
    assert len(_words(_cues([far[i // 10 % 2] for i in range(100)]))) <= 4


def test_found_needs_that_it_stays() -> None:
    swaying = [(0.4 + (0.25 if i // 4 % 2 else 0.0), 0.4, 0.2, 0.2) for i in range(60)]
    assert not any("Found" in words for words in _words(_cues(swaying)))


def test_the_same_words_are_not_crowded() -> None:
    cues = _cues([_LEFT] * 100)
    times = [time for time, cue in cues if cue.text]
    assert len(times) <= 4


@pytest.mark.parametrize(
    ("across", "down", "said"),
    [
        (-0.2, 0.0, "to the left"),
        (0.4, 0.0, "far to the right"),
        (-0.2, -0.3, "further up, to the left"),
        (0.3, 0.2, "to the right, further down"),
        (0.0, 0.05, "nearly in the middle"),
    ],
)
def test_where_in_words(across: float, down: float, said: str) -> None:
    assert where(across, down) == said


def test_the_tone_is_where_the_thing_is() -> None:
    assert tone(-0.5, 0).place == -1
    assert tone(0.25, 0).place == 0.5
    assert tone(0, 0).frequency > tone(0, 0.2).frequency > tone(0, 0.5).frequency


@pytest.mark.parametrize("words", ["my red mug", "red mug", "the red mug", "mug", "Mug?"])
def test_a_taught_thing_is_meant_before_any_other(words: str) -> None:
    assert target(words, KNOWN | {"mug"}, [MUG]).thing == MUG


@pytest.mark.parametrize(("words", "labels"), [("cup", {"cup"}), ("a dog", {"dog"})])
def test_a_known_thing(words: str, labels: set[str]) -> None:
    assert target(words, KNOWN, [MUG]).labels == labels


def test_what_cannot_be_found_is_said_with_what_could_be() -> None:
    with pytest.raises(AssistantError) as failed:
        target("my keys", KNOWN, [MUG])
    told = failed.value.message
    assert "“keys”" in told
    assert "your red mug" in told
    assert "cups" in told
    assert "Ctrl+T" in told


def test_where_in_a_picture() -> None:
    cup, mug = SeekTarget("cup", frozenset({"cup"})), SeekTarget("your red mug", thing=MUG)
    sure = Located(_LEFT, 0.9, Sureness.SURE)
    assert place_sentence(mug, [sure]) == "Your red mug is on the left."
    fairly = Located(_LEFT, 0.9, Sureness.FAIRLY_SURE)
    told = "I think your red mug is on the left, but it may be one like it."
    assert place_sentence(mug, [fairly]) == told
    assert (
        place_sentence(cup, [Located(_LEFT, 0.5)]) == "I may be wrong: a cup could be on the left."
    )
    two = [Located(_LEFT, 0.8, Sureness.FAIRLY_SURE), Located(_MIDDLE, 0.7, Sureness.FAIRLY_SURE)]
    assert place_sentence(cup, two) == "I think a cup is on the left, but I may be wrong."
    assert place_sentence(cup, []) == "I see no cup, but I may have missed it."
