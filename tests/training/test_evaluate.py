"""What is said is held against what people wrote."""

import pytest

from assistant.pipeline.evidence import Description, Explanation, Level, Observation, Sentence
from assistant.pipeline.evidence import Sureness as S
from assistant.training.evaluate import answer, figures, is_there
from assistant.training.labels import names


def _said(*nouns: tuple[str, S]) -> Explanation:
    seen = tuple(Observation(noun, 0.9, "cnn", sureness) for noun, sureness in nouns)
    sentence = Sentence("A sentence.", seen)
    return Explanation(dict.fromkeys(Level, (sentence,)), Description(seen))


@pytest.mark.parametrize(
    ("noun", "there"),
    [("person", True), ("television", True), ("phone", False), ("bicycle", True), ("car", False)],
)
def test_a_synonym_is_the_same_thing(noun: str, there: bool) -> None:
    annotation = {"captions": ["Two women on bikes.", "A carpet."], "objects": ["tv"]}
    assert is_there(noun, annotation) is there


def test_words_are_found_in_both_numbers_and_never_inside_other_words() -> None:
    assert names("Three buses wait.", ["bus"])
    assert names("a hot dog on a plate", ["hot dog"])
    assert not names("a carpet and a cartoon", ["car"])


def test_what_is_not_there_counts_against_the_text() -> None:
    annotation = {"captions": ["A dog with a ball"]}
    answers = [
        answer(_said(("dog", S.SURE), ("cat", S.UNSURE)), annotation),
        answer(_said(("dog", S.FAIRLY_SURE)), annotation),
        answer(_said(), annotation),
    ]
    found = figures(answers)
    assert found["coverage"] == pytest.approx(2 / 3)
    assert found["nothing named"] == pytest.approx(1 / 3)
    assert found["CHAIRi"] == pytest.approx(1 / 3)
    assert found["CHAIRs"] == pytest.approx(1 / 3)
    assert (found["right of sure"], found["right of unsure"]) == (1, 0)
