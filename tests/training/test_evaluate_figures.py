"""What was said, and the figures over it, by examples that can be worked out by hand."""

import pytest

from assistant import wording
from assistant.pipeline.evidence import Description, Explanation, Level, Observation, Sentence
from assistant.pipeline.evidence import Sureness as S
from assistant.pipeline.features import Hypothesis
from assistant.training.judging import annotations, captioning
from assistant.training.judging.answers import Answer, answer
from assistant.training.judging.figures import boxes, by_label, figures, means, presence

_KNOWN = frozenset(("dog", "cat", "animal", "person", "giraffe", "kitchen", "ball"))


def _answer(*seen: Observation, text: str = "", **fields) -> Answer:
    d = Description(seen)
    certain = tuple(o for o in seen if o.kind == "object" and o.sureness != S.UNSURE)
    written = Sentence(text or " and ".join(o.label for o in certain), certain)
    told = wording.sentences(d, written if certain else None)
    explanation = Explanation(told, d, timings={"first": 20.0}, known=_KNOWN)
    hypotheses = [
        Hypothesis(o.label, o.score, "objects", "object", o.sureness, o.box) for o in seen
    ]
    return answer(explanation, annotations.parsed({"file": "a.jpg", **fields}), hypotheses)


def _seen(label: str, sureness: S = S.SURE, score: float = 0.9, **fields) -> Observation:
    return Observation(label, score, "cnn", sureness, **fields)


def test_shares_of_what_is_wrong_with_and_without_guesses() -> None:
    answers = [
        _answer(_seen("dog"), _seen("person", S.UNSURE), captions=["A dog with a ball"]),
        _answer(_seen("dog", S.FAIRLY_SURE), captions=["A dog"]),
        _answer(_seen("cat"), captions=["A dog"]),
        _answer(captions=["A dog"]),
        _answer(_seen("cat")),  # nothing is known of this one
    ]
    found = figures(answers)
    assert (found["pictures"], found["pictures with something known"]) == (5, 4)
    assert found["coverage"] == found["coverage without guesses"] == 2 / 4
    assert (found["CHAIRi without guesses"], found["CHAIRs without guesses"]) == (1 / 3, 1 / 4)
    assert (found["CHAIRi all"], found["CHAIRs all"]) == (2 / 4, 2 / 4)
    assert (found["right of sure"], found["nouns sure"]) == (1 / 2, 2)
    assert (found["right of fairly sure"], found["right of unsure"]) == (1, 0)
    assert found["ms to first sentence, median"] == 20


def test_what_cannot_be_known_counts_for_nothing() -> None:
    found = figures([_answer(_seen("dog"), _seen("cat"), objects=["dog"], unknown=["cat"])])
    assert (found["CHAIRi all"], found["nouns sure"]) == (0, 1)
    assert found["nouns that cannot be judged"] == 1


def test_a_guess_alone_covers_a_picture_only_with_guesses() -> None:
    found = figures([_answer(_seen("dog", S.UNSURE), captions=["A dog"])])
    assert (found["coverage"], found["coverage without guesses"]) == (1, 0)
    assert found["guesses only"] == 1


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        (_seen("too dark", kind="quality"), "refused"),
        (_seen("drawing", kind="medium"), "no photograph"),
        (_seen("dog", S.UNSURE), "guesses only"),
        (_seen("dog", S.FAIRLY_SURE), "told"),
        (_seen("dim", kind="light"), "can't tell"),
    ],
)
def test_each_picture_has_one_outcome(seen: Observation, outcome: str) -> None:
    assert figures([_answer(seen)])[outcome] == 1


def test_a_noun_that_nothing_was_seen_of_is_found_in_the_text() -> None:
    slip = _answer(_seen("dog"), text="a dog with a frisbee and two cats", captions=["A dog"])
    assert slip.slipped == {"frisbee", "cat"}
    found = figures([slip])
    assert (found["nouns without evidence"], found["CHAIRi without guesses"]) == (2, 2 / 3)
    assert not _answer(_seen("dog"), text="two dogs", captions=["A dog"]).slipped


def test_a_kind_of_what_was_seen_and_people_for_a_person_are_no_slip() -> None:
    narrowed = Sentence("The animal could be a dog.", (_seen("dog", S.UNSURE),))
    crowd = Sentence("A crowd of people.", (_seen("person"),))
    lights = Sentence("The picture is mostly orange.", (_seen("orange", kind="colour"),))
    read = Sentence("It says: “DOG”.", (_seen("text", kind="text"),))
    d = Description()
    coloured = Sentence("An orange cat.", (_seen("cat", colour="orange"),))
    for sentence in (narrowed, crowd, lights, read, coloured):
        explanation = Explanation(dict.fromkeys(Level, (sentence,)), d, known=_KNOWN)
        assert not answer(explanation, annotations.Annotation("a.jpg")).slipped


def test_each_label_has_its_precision_and_recall() -> None:
    answers = [
        _answer(_seen("dog"), captions=["A dog"]),
        _answer(_seen("dog"), captions=["A cat"]),
        _answer(_seen("dog", S.UNSURE), captions=["A dog"]),
        _answer(captions=["A dog"]),
    ]
    lines = {line.label: line for line in by_label(answers)}
    dog = lines["dog"]
    assert (dog.stated, dog.claimed, dog.precision, dog.recall) == (3, 2, 1 / 2, 1 / 3)
    assert (dog.guessed, dog.guesses_right, dog.recall_with_guesses) == (1, 1, 2 / 3)
    animal = lines["animal"]  # a dog was said: that is an animal
    assert (animal.stated, animal.claimed, animal.recall) == (4, 0, 1 / 2)
    assert "giraffe" not in lines  # neither said nor there
    assert lines["cat"].precision is None


def test_average_precision_counts_what_was_not_found_as_missed() -> None:
    right = [_answer(_seen("dog", score=0.9 - i / 10), captions=["A dog"]) for i in range(3)]
    missed = [_answer(captions=["A dog"]) for _ in range(2)]
    wrong = _answer(_seen("dog", score=0.85), captions=["A cat"])
    assert presence("dog", [*right, *missed]) == pytest.approx(3 / 5)
    assert presence("dog", [*right, *missed, wrong]) == pytest.approx((1 + 2 / 3 + 3 / 4) / 5)
    assert presence("dog", right) is None  # too few
    both = means(by_label([*right, *missed]))  # dog and, never found, animal
    assert (both["mAP of presence"], both["labels in it"]) == (pytest.approx(3 / 10), 2)


def test_boxes_are_held_against_boxes() -> None:
    def one(box: tuple[float, ...], x: float) -> Answer:
        true = {"label": "dog", "box": [0.5, 0.5, 0.4, 0.4]}
        easy = {"label": "dog", "box": [0.0, 0.0, 0.2, 0.2], "difficult": True}
        return _answer(_seen("dog", score=0.9 - x, box=box), boxes=[true, easy], objects=["dog"])

    near, far, easy = (0.5, 0.5, 0.4, 0.38), (0.0, 0.5, 0.4, 0.4), (0.0, 0.0, 0.2, 0.2)
    assert boxes("dog", [one(near, 0.0)] * 5) == pytest.approx(1.0)
    assert boxes("dog", [one(near, 0.0)] * 3 + [one(far, 0.5)] * 2) == pytest.approx(3 / 5)
    assert boxes("dog", [one(near, 0.5)] * 3 + [one(far, 0.0)] * 2) == pytest.approx(
        (1 / 3 + 2 / 4 + 3 / 5) / 5
    )
    assert boxes("dog", [one(near, 0.5)] * 3 + [one(easy, 0.0)] * 2) == pytest.approx(3 / 5)
    assert boxes("animal", [one(near, 0.0)] * 5) is None  # told of the whole picture, not placed


def test_the_calibration_error_is_the_distance_of_scores_from_truth() -> None:
    right = [_answer(_seen("dog", score=0.85), captions=["A dog"])] * 3
    wrong = [_answer(_seen("dog", score=0.85), captions=["A cat"])]
    assert figures([*right, *wrong])["calibration error"] == pytest.approx(0.10)


def test_texts_are_held_against_captions() -> None:
    pytest.importorskip("pycocoevalcap")
    captions = [["A dog runs over the grass.", "A dog."], ["Two cats sleep on a bed."], []]
    same = captioning.scores(
        ["a dog runs over the grass", "two cats sleep on a bed", "x"], captions
    )
    assert same["BLEU-4"] == pytest.approx(1.0)
    other = captioning.scores(["a dog runs", "a car", "x"], captions)
    assert 0 < other["CIDEr-D"] < same["CIDEr-D"] <= 10
    assert captioning.scores(["a dog"], captions[:1]) == {"CIDEr-D": None, "BLEU-4": None}
