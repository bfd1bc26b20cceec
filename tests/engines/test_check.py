"""Each word of an answer against what Glimpse saw: confirmed, not seen, contradicted, or open."""

import numpy as np
import pytest

from assistant.engines import telling
from assistant.engines.check import Check
from assistant.engines.claims import found
from assistant.engines.verdicts import Verdict
from assistant.pipeline.evidence import Description, Explanation, Observation, Sureness
from assistant.pipeline.frame import Frame

SURE, UNSURE = Sureness.SURE, Sureness.UNSURE
KNOWN = frozenset(
    "dog cat ball boat person grass sea bicycle riding sitting car animal sign T-shirt".split()
)


def dog(count: int | None = 1, **more: object) -> Observation:
    return Observation("dog", 0.95, "cnn", SURE, count=count, box=(0.1, 0.1, 0.5, 0.5), **more)  # type: ignore[arg-type]


def explained(
    *seen: Observation, scores: dict[str, float] | None = None, pending: tuple[str, ...] = ()
) -> Explanation:
    d = Description(seen, pending=pending)
    return Explanation({}, d, known=KNOWN, scores=scores or {})


def verdicts(text: str, explanation: Explanation, frame: Frame | None = None) -> dict[str, str]:
    findings = Check(explanation, frame).sentence(text)
    return {f.claim.said: f.verdict.value for f in findings}


def test_seen_faintly_seen_unseen_and_unknown() -> None:
    y = explained(dog(), scores={"ball": 0.3, "boat": 0.01})
    told = verdicts("A puppy with a ball beside a ship and a lighthouse.", y)
    assert told == {
        "a puppy": "confirmed",
        "a ball": "confirmed",
        "a ship": "not seen by Glimpse",
        "a lighthouse": "cannot be checked",
    }


def test_more_is_asked_of_what_is_thought_of_in_every_picture() -> None:
    y = explained(scores={"person": 0.2, "boat": 0.2})
    assert verdicts("A person in a boat.", y) == {
        "a person": "not seen by Glimpse",
        "a boat": "confirmed",
    }


def test_kinds_confirm_only_in_one_direction() -> None:
    animal = explained(Observation("animal", 0.9, "cnn", SURE))
    assert verdicts("An animal.", explained(dog())) == {"an animal": "confirmed"}
    assert verdicts("A cat.", animal) == {"a cat": "not seen by Glimpse"}


def test_counts() -> None:
    assert verdicts("Two dogs run.", explained(dog())) == {"two dogs": "contradicted"}
    assert verdicts("Two dogs.", explained(dog(2))) == {"two dogs": "confirmed"}
    assert verdicts("Two dogs.", explained(dog(more=True))) == {"two dogs": "confirmed"}
    assert verdicts("Dogs.", explained(dog())) == {"dogs": "confirmed"}


def test_what_is_denied() -> None:
    assert verdicts("There is no dog.", explained(dog())) == {"a dog": "contradicted"}
    assert verdicts("There is no boat, a dog.", explained(dog())) == {
        "a boat": "cannot be checked", "a dog": "confirmed",
    }  # fmt: skip


def test_actions() -> None:
    y = explained(dog(), scores={"sitting": 0.4})
    assert verdicts("The dog sits.", y)["sitting"] == "confirmed"
    assert verdicts("It is riding.", y)["riding"] == "not seen by Glimpse"


def test_colours_of_what_has_a_place() -> None:
    red = Frame(np.full((100, 100, 3), (200, 20, 20), np.uint8))
    assert verdicts("A red dog.", explained(dog()), red)["a red dog"] == "confirmed"
    assert verdicts("A green dog.", explained(dog()), red)["a green dog"] == "contradicted"
    assert verdicts("A green boat.", explained(scores={"boat": 0.5}), red) == {
        "a boat": "confirmed", "a green boat": "cannot be checked",
    }  # fmt: skip


def text(content: str) -> Observation:
    return Observation("text", 0.9, "text", SURE, "text", content=content)


def test_quoted_text() -> None:
    y = explained(text("WET PAINT"), text("Do not touch"))
    assert set(verdicts("It says “Wet paint”.", y).values()) == {"confirmed"}
    assert set(verdicts("It says “Wet point.”", y).values()) == {"confirmed"}  # nearly
    assert set(verdicts("It says “Fresh bread”.", y).values()) == {"contradicted"}
    assert set(verdicts("It says “Fresh bread”.", explained()).values()) == {"not seen by Glimpse"}
    waiting = explained(pending=("text",))
    assert set(verdicts("It says “Fresh bread”.", waiting).values()) == {"cannot be checked"}
    assert verdicts("It says “two boats”.", y).keys() == {"the text “two boats”"}


def test_a_black_picture_contradicts_everything() -> None:
    black = Observation("too dark", 1.0, "quality", SURE, "quality")
    assert verdicts("A dog.", explained(black)) == {"a dog": "contradicted"}


@pytest.mark.parametrize(
    "sentence",
    ["A hot dog stand.", "The bus stop.", "A photo of the left side.", "A group of things."],
)
def test_words_that_claim_nothing_of_their_own(sentence: str) -> None:
    assert {"a dog", "a bus", "a photo", "a group"}.isdisjoint(c.said for c in found(sentence))


def test_told_briefly_and_in_full() -> None:
    y = explained(dog(), text("EXIT"), scores={"grass": 0.5})
    answer = telling.checked(
        [
            "A dog lies on the grass.", "Two dogs chase a boat and a boat.",
            "The sign says “BAKERY”.", "How lovely!",
        ],
        Check(y),
    )  # fmt: skip
    assert telling.summary(answer) == [
        "Glimpse did not see: a boat, a sign.",
        "Not two dogs: Glimpse counts a dog.",
        "Not the text “BAKERY”: Glimpse read “EXIT”.",
    ]
    assert [each.mark for each in answer] == [
        "confirmed", "differs: two dogs; not seen: a boat",
        "differs: the text “BAKERY”; not seen: a sign", "not checked",
    ]  # fmt: skip
    first, second, *_, last = telling.why(answer)
    assert (
        first == "“A dog lies on the grass.” Confirmed: a dog and grass. Cannot be checked: lying."
    )
    assert "Contradicted: two dogs. Glimpse counts a dog." in second
    assert last == "“How lovely!” Glimpse can check nothing in it."


def test_when_all_is_seen_that_is_said_too() -> None:
    answer = telling.checked(["A dog."], Check(explained(dog())))
    assert telling.summary(answer) == ["Glimpse saw, too: a dog."]
    assert telling.summary(telling.checked(["Nice."], Check(explained()))) == [
        "Glimpse can check nothing of this."
    ]
    assert Verdict.OPEN.value == "cannot be checked"
